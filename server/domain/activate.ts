import { type Deps, newId } from '../deps.ts';
import { commitFreeStart, type PendingSetup, startIfAccepted } from '../store/pending-setups.ts';
import { attemptCode, attemptSetupCode } from './attempt.ts';
import { type Failure, type Result, refuse } from './failure.ts';
import { refuseStaleLogin } from './fresh-login.ts';
import { sealSecret } from './secret.ts';
import { type Session, sessionState } from './session.ts';
import { hashSetupCode } from './setup-code.ts';
import { newSecret } from './totp.ts';

/** Milliseconds in which a set-up can be confirmed. */
const setupLife = 10 * 60 * 1000;

export type StartedSetup = {
  pendingId: string;
  /** Base32. Leaves the server here and never again. */
  secret: string;
  uri: string;
  expiresAt: number;
};

/**
 * Starts a set-up: freely without a factor (and after a reset for which the policy asks no code), with a code to replace an active one (which lives until
 * the new one is confirmed; a recovery code serves too), with support's one-time code after a reset.
 * That code stays good until a set-up is confirmed, so that one that expired is no dead end.
 *
 * Source: I5, I6, I7 (docs/security-cases.md); decisions 7, 8 and 27.
 */
export async function activate(
  deps: Deps,
  session: Session,
  given: { code?: string | undefined; setupCode?: string | undefined },
): Promise<Result<StartedSetup>> {
  const state = sessionState(session);
  if (state === 'exempt') return refuse('exempt');
  if (session.factor === 'locked') return refuse('locked');
  if (state === 'code-required') return refuse('code-required');
  const stale = refuseStaleLogin(deps, session);
  if (stale) return stale;

  const { setup, started } = prepare(deps, session);
  const result =
    state === 'setup-required' && session.setupCodeHash !== null
      ? await startAfterReset(deps, session, given.setupCode, setup)
      : state === 'cleared'
        ? await startReplacing(deps, session, given.code, setup)
        : await startFreely(deps, session, setup);
  return result.ok ? { ok: true, ...started } : result;
}

function prepare(deps: Deps, session: Session): { setup: PendingSetup; started: StartedSetup } {
  const { accountId, realm } = session;
  const who = session.email || session.name;
  const label = realm ? `${who} (${realm})` : who;
  const secret = newSecret(deps.random, deps.profile.issuer, label);
  const id = newId(deps);
  const secretId = newId(deps);
  const expiresAt = deps.now() + setupLife;
  return {
    setup: { id, secretId, secret: sealSecret(deps, accountId, secretId, secret.bytes), expiresAt },
    started: { pendingId: id, secret: secret.base32, uri: secret.uri, expiresAt },
  };
}

async function startFreely(
  deps: Deps,
  { accountId, generation }: Session,
  setup: PendingSetup,
): Promise<{ ok: true } | Failure> {
  const started = await commitFreeStart(deps.store, accountId, generation, setup, deps.now());
  return started ? { ok: true } : refuse('already-active');
}

async function startReplacing(
  deps: Deps,
  session: Session,
  typed: string | undefined,
  setup: PendingSetup,
): Promise<{ ok: true } | Failure> {
  if (typed === undefined) return refuse('already-active');
  const act = { purpose: 'replace', effects: [startIfAccepted(setup)], recovery: true } as const;
  return attemptCode(deps, session, typed, act);
}

async function startAfterReset(
  deps: Deps,
  session: Session,
  setupCode: string | undefined,
  setup: PendingSetup,
): Promise<{ ok: true } | Failure> {
  if (setupCode === undefined) return refuse('setup-code-required');
  return attemptSetupCode(deps, session, hashSetupCode(setupCode), [startIfAccepted(setup)]);
}
