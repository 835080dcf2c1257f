import { z } from 'zod';
import { type Deps, newId } from '../deps.ts';
import { isSpent } from '../store/attempts.ts';
import { parseCode } from './code.ts';
import { type Failure, type Result, refuse } from './failure.ts';
import type { Session } from './session.ts';
import { verify } from './verify.ts';

/** Milliseconds from the code on the login form to the first request of the new session. */
export const loginCodeLife = 60_000;

const hour = 60 * 60 * 1000;
const context = 'login-code';
const shape = z.object({ id: z.string(), code: z.string(), issuedAt: z.number() });

type LoginCode = { readonly id: string; readonly code: string };

const purposeAt = (time: number) => `login-code/${Math.floor(time / hour)}` as const;

/**
 * Seals a code that was typed before there is a session; nothing is judged and nothing stored. The
 * same digits sent again keep their id, so that they stay one attempt.
 */
export function sealLoginCode(
  deps: Deps,
  typed: string,
  previous: string | null,
): Result<{ sealed: string }> {
  const code = parseCode(typed);
  if (code === null) return refuse('malformed-code');
  const before = previous === null ? null : openLoginCode(deps, previous);
  const id = before?.code === code ? before.id : newId(deps);
  const issuedAt = deps.now();
  const plain = Buffer.from(JSON.stringify({ id, code, issuedAt }));
  return { ok: true, sealed: deps.seal.seal(purposeAt(issuedAt), plain, context) };
}

/** What a sealed login code holds, or null where it is altered, not ours, or over a minute old. */
export function openLoginCode({ seal, now }: Deps, sealed: string): LoginCode | null {
  const time = now();
  const plain =
    seal.open(purposeAt(time), sealed, context) ??
    seal.open(purposeAt(time - hour), sealed, context);
  if (!plain) return null;
  const { id, code, issuedAt } = shape.parse(JSON.parse(plain.toString()));
  const age = time - issuedAt;
  return age >= 0 && age <= loginCodeLife ? { id, code } : null;
}

/**
 * Judges a sealed login code once for the many first requests of a session: those that come while the
 * verdict is under way wait for it, those that come later find the attempt spent, in any process. For
 * another session the code is ignored and nothing counted. Afterwards the clearance must be read again.
 *
 * @returns why the code was refused, for the requests that saw its verdict; null otherwise.
 *
 * Source: A10; decision 6.
 */
export function createLoginCodeJudge(deps: Deps) {
  const underWay = new Map<string, Promise<Failure | null>>();

  async function judge(session: Session, loginCode: LoginCode): Promise<Failure | null> {
    if (await isSpent(deps.store, loginCode.id)) return null;
    const result = await verify(deps, session, loginCode.code, loginCode.id);
    return result.ok ? null : result;
  }

  return async (session: Session, loginCode: LoginCode): Promise<Failure | null> => {
    const key = `${loginCode.id}/${session.credentials[0]}`;
    let verdict = underWay.get(key);
    if (!verdict) {
      verdict = judge(session, loginCode).finally(() => underWay.delete(key));
      underWay.set(key, verdict);
    }
    return verdict;
  };
}
