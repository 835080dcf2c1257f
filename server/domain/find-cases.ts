import type { Deps } from '../deps.ts';
import { type CaseFilter, readCase, readCases } from '../store/reset-cases.ts';

/** Cases, the newest first (decision 43). */
export function listCases({ store }: Pick<Deps, 'store'>, wanted: CaseFilter, limit: number) {
  return readCases(store, wanted, limit);
}

/** @returns null where no case has this id. */
export function showCase({ store }: Pick<Deps, 'store'>, caseId: string) {
  return readCase(store, caseId);
}
