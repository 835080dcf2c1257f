import type { Deps } from '../deps.ts';
import { attemptCode } from './attempt.ts';
import { parseCode } from './code.ts';
import { refuseWithoutFactor } from './deactivate.ts';
import { type Result, refuse } from './failure.ts';
import type { Session } from './session.ts';

/** New recovery codes for a fresh code. There are none to hand out yet: the list is empty. */
export async function renewRecoveryCodes(
  deps: Deps,
  session: Session,
  typed: string | undefined,
): Promise<Result<{ recoveryCodes: string[] }>> {
  const refusal = refuseWithoutFactor(session);
  if (refusal) return refusal;
  if (typed === undefined) return refuse('code-required');
  const code = parseCode(typed);
  if (code === null) return refuse('malformed-code');
  const result = await attemptCode(deps, session, code, { purpose: 'recovery-codes' });
  return result.ok ? { ok: true, recoveryCodes: [] } : result;
}
