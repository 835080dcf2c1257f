import type { Deps } from '../deps.ts';
import { type CaseFilter, readCase, readCases } from '../store/reset-cases.ts';

/** Cases, the newest first (decision 43). */
export function listCases({ store }: Deps, wanted: CaseFilter, limit: number) {
  return readCases(store, wanted, limit);
}

/** @returns null where no case has this id. */
export function showCase({ store }: Deps, caseId: string) {
  return readCase(store, caseId);
}
