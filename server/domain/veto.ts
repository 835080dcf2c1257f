import { createHash, timingSafeEqual } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { type CaseState, readCase } from '../store/reset-cases.ts';
import { closeCase } from './close-case.ts';
import { type Result, refuse } from './failure.ts';
import { type Session, sessionState } from './session.ts';

/** What the link of a message proves: whoever has it was told of this case. 256 bits, nothing stored. */
export function vetoToken({ seal }: Pick<Deps, 'seal'>, caseId: string): string {
  return seal.mac('vetoes', caseId);
}

/** The case that a link is for, `CASEID.TOKEN`; null where it is none of ours. Compared in constant time. */
export function caseOfLink({ seal }: Pick<Deps, 'seal'>, link: string): string | null {
  const [caseId = '', token = ''] = link.split('.');
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const ours = seal.macs('vetoes', caseId);
  return ours.some((each) => timingSafeEqual(digest(each), digest(token))) ? caseId : null;
}

/** What the link of a message is about; an open reset waits at least until `dueAt` (epoch ms). */
export type LinkedCase = { readonly state: CaseState; readonly dueAt: number };

/** @returns refusal `not-found`, whatever is wrong with the link. */
export async function readVeto(deps: Deps, link: string): Promise<Result<LinkedCase>> {
  const caseId = caseOfLink(deps, link);
  const resetCase = caseId === null ? null : await readCase(deps.store, caseId);
  if (!resetCase) return refuse('not-found');
  return { ok: true, state: resetCase.state, dueAt: resetCase.dueAt };
}

/**
 * Ends a case because its owner says so, by the link of a message.
 *
 * @returns refusals `not-found` (no link of ours), `case-closed`.
 */
export async function vetoByLink(deps: Deps, link: string): Promise<Result> {
  const caseId = caseOfLink(deps, link);
  if (caseId === null) return refuse('not-found');
  return veto(deps, caseId, 'by the link of a message');
}

/**
 * Ends the open case of the account whose session this is. Only a session that has shown a code: the one
 * who has the password alone shall not keep the owner out.
 *
 * Source: decision 43.
 *
 * @returns refusals `code-required`, `setup-required`, `exempt`, `not-active`, `case-closed`.
 */
export async function vetoInSession(deps: Deps, session: Session, caseId: string): Promise<Result> {
  const state = sessionState(session);
  if (state === 'exempt' || state === 'code-required' || state === 'setup-required') {
    return refuse(state);
  }
  if (state === 'free') return refuse('not-active');
  if (session.openCase?.id !== caseId) return refuse('case-closed');
  return veto(deps, caseId, 'in a session that showed a code');
}

async function veto(deps: Deps, caseId: string, how: string): Promise<Result> {
  const done = await closeCase(deps, 'user', caseId, 'vetoed', how);
  return done.ok ? { ok: true } : refuse('case-closed');
}
