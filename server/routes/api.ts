import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { activate } from '../domain/activate.ts';
import { confirm } from '../domain/confirm.ts';
import { deactivate } from '../domain/deactivate.ts';
import { knownDevice } from '../domain/device.ts';
import { type Failure, refuse } from '../domain/failure.ts';
import { sealLoginCode } from '../domain/login-code.ts';
import { countRecoveryCodes } from '../domain/recovery-codes.ts';
import { renewRecoveryCodes } from '../domain/renew-recovery-codes.ts';
import { type Session, sessionState } from '../domain/session.ts';
import { verify } from '../domain/verify.ts';
import { vetoInSession } from '../domain/veto.ts';
import { readOwnCookie } from '../gate/cookies.ts';
import { endOwes, loginCodeCookie, setDevice, setLoginCode } from '../gate/own-cookies.ts';
import type { SignOut } from '../gate/sign-out.ts';
import type { Visitor } from '../gate/visitor.ts';
import { tokenPlaceOf } from '../pages/page-script.ts';
import { textsFor } from '../pages/texts/texts.ts';
import { body, guardChanges, limitBody } from './guard.ts';
import { problem } from './problem.ts';

export type Meet = (headers: Record<string, string>) => Promise<Visitor>;

const account = z.string().min(1).max(64);
const code = z.string().max(256);

/** The API of pages and extension, at `/.two-factor/v1` of the platform's own origin. */
export function createApi(deps: Deps, meet: Meet, signOut: SignOut) {
  const { profile } = deps;
  const refused = (c: Context, failure: Failure) => problem(c, failure, deps.now());
  const setCleared = (c: Context, { accountId }: Session, isOwnersDevice = true) => {
    c.header('Set-Cookie', endOwes);
    if (!isOwnersDevice) return;
    c.header('Set-Cookie', setDevice(knownDevice(deps, accountId)), { append: true });
  };

  /** The session of this request, if it is the account that the caller saw. */
  async function sessionOf(c: Context, seen: string): Promise<Session | Failure> {
    const visitor = await meet(c.req.header());
    if (visitor.kind !== 'recognised') return notRecognised(visitor);
    return visitor.session.accountId === seen ? visitor.session : refuse('other-account');
  }

  return new Hono()
    .use(async (c, next) => {
      await next();
      c.header('Cache-Control', 'no-store');
      c.header('X-Content-Type-Options', 'nosniff');
    })
    .use(guardChanges(deps))
    .use(limitBody(deps))

    .get('/state', async (c) => {
      const visitor = await meet(c.req.header());
      const now = deps.now();
      if (visitor.kind === 'recognised') {
        const { session } = visitor;
        const codesLeft = await countRecoveryCodes(deps, session.accountId);
        return c.json(stateOf(session, codesLeft, now), 200);
      }
      const failure = notRecognised(visitor);
      return failure.reason === 'not-logged-in' ? c.json(nobody(now), 200) : refused(c, failure);
    })

    .get('/profile', (c) =>
      c.json(
        {
          name: profile.name,
          issuer: profile.issuer,
          support: profile.support,
          page: profile.page,
          token: tokenPlaceOf(profile),
        },
        200,
      ),
    )

    .post('/login-code', body(deps, z.strictObject({ code })), (c) => {
      const previous = readOwnCookie(c.req.header('cookie'), loginCodeCookie);
      const result = sealLoginCode(deps, c.req.valid('json').code, previous);
      if (!result.ok) return refused(c, result);
      c.header('Set-Cookie', setLoginCode(result.sealed));
      return c.body(null, 204);
    })

    .post(
      '/activate',
      body(
        deps,
        z.strictObject({
          account,
          code: code.optional(),
          setupCode: z.string().max(64).optional(),
        }),
      ),
      async (c) => {
        const given = c.req.valid('json');
        const session = await sessionOf(c, given.account);
        if ('ok' in session) return refused(c, session);
        const result = await activate(deps, session, given);
        if (!result.ok) return refused(c, result);
        const { pendingId, secret, uri, expiresAt } = result;
        return c.json({ pendingId, secret, uri, expiresAt }, 200);
      },
    )

    .post(
      '/confirm',
      body(deps, z.strictObject({ account, pendingId: z.string().max(64), code })),
      async (c) => {
        const given = c.req.valid('json');
        const session = await sessionOf(c, given.account);
        if ('ok' in session) return refused(c, session);
        const { lang: language } = textsFor(c.req.header('accept-language'));
        const result = await confirm(deps, session, { ...given, language });
        if (!result.ok) return refused(c, result);
        setCleared(c, session);
        return c.json({ recoveryCodes: result.recoveryCodes }, 200);
      },
    )

    .post('/verify', body(deps, z.strictObject({ account, code })), async (c) => {
      const given = c.req.valid('json');
      const session = await sessionOf(c, given.account);
      if ('ok' in session) return refused(c, session);
      const result = await verify(deps, session, given.code);
      if (!result.ok) return refused(c, result);
      setCleared(c, session, !result.bypassed);
      return c.body(null, 204);
    })

    .post(
      '/deactivate',
      body(deps, z.strictObject({ account, code: code.optional() })),
      async (c) => {
        const given = c.req.valid('json');
        const session = await sessionOf(c, given.account);
        if ('ok' in session) return refused(c, session);
        const result = await deactivate(deps, session, given.code);
        return result.ok ? c.body(null, 204) : refused(c, result);
      },
    )

    .post(
      '/recovery-codes',
      body(deps, z.strictObject({ account, code: code.optional() })),
      async (c) => {
        const given = c.req.valid('json');
        const session = await sessionOf(c, given.account);
        if ('ok' in session) return refused(c, session);
        const result = await renewRecoveryCodes(deps, session, given.code);
        if (!result.ok) return refused(c, result);
        return c.json({ recoveryCodes: result.recoveryCodes }, 200);
      },
    )

    .post(
      '/veto',
      body(deps, z.strictObject({ account, caseId: z.string().max(64) })),
      async (c) => {
        const given = c.req.valid('json');
        const session = await sessionOf(c, given.account);
        if ('ok' in session) return refused(c, session);
        const result = await vetoInSession(deps, session, given.caseId);
        return result.ok ? c.body(null, 204) : refused(c, result);
      },
    )

    .post('/sign-out', body(deps, z.strictObject({})), async (c) => {
      const cookies = await signOut({ headers: c.req.header() });
      for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
      return c.body(null, 204);
    });
}

/** Why a visitor without a usable session is refused. */
export function notRecognised(visitor: Exclude<Visitor, { kind: 'recognised' }>): Failure {
  switch (visitor.kind) {
    case 'none':
    case 'unrecognised':
      return refuse('not-logged-in');
    case 'ambiguous':
    case 'several-accounts':
      return refuse('ambiguous-credentials');
    case 'unavailable':
      return refuse('platform-unavailable');
  }
}

type State = {
  /** The server's clock, epoch ms, so that waits can be counted down on a wrong one. */
  now: number;
  account: { id: string; realm: string; name: string; email: string } | null;
  factor: Session['factor'];
  session: 'anonymous' | ReturnType<typeof sessionState>;
  waitUntil: number | null;
  recoveryCodesLeft: number;
  clearanceUntil: number | null;
  /** Wrong codes before the right one that cleared this session. */
  failuresBefore: number;
  /** Must set up: only with the one-time code that support hands over. */
  needsSetupCode: boolean;
  /** Support was asked to reset this account, which sessions that showed a code may veto until then. */
  openCase: Session['openCase'];
};

function stateOf(session: Session, recoveryCodesLeft: number, now: number): State {
  const { accountId: id, realm, name, email, factor, waitUntil, clearedUntil } = session;
  return {
    now,
    account: { id, realm, name, email },
    factor,
    session: sessionState(session),
    waitUntil: waitUntil > now ? waitUntil : null,
    recoveryCodesLeft,
    clearanceUntil: clearedUntil,
    failuresBefore: session.failuresBefore,
    needsSetupCode: session.mustSetUp && session.setupCodeHash !== null,
    openCase: sessionState(session) === 'cleared' ? session.openCase : null,
  };
}

function nobody(now: number): State {
  return {
    now,
    account: null,
    factor: 'none',
    session: 'anonymous',
    waitUntil: null,
    recoveryCodesLeft: 0,
    clearanceUntil: null,
    failuresBefore: 0,
    needsSetupCode: false,
    openCase: null,
  };
}
