import { type Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Deps } from '../deps.ts';
import { activate } from '../domain/activate.ts';
import { confirm } from '../domain/confirm.ts';
import { deactivate } from '../domain/deactivate.ts';
import { knownDevice } from '../domain/device.ts';
import { type Failure, failureStatus, refuse } from '../domain/failure.ts';
import { renewRecoveryCodes } from '../domain/renew-recovery-codes.ts';
import { type Session, sessionState } from '../domain/session.ts';
import { verify } from '../domain/verify.ts';
import { readVeto, vetoByLink, vetoInSession } from '../domain/veto.ts';
import { isSameOrigin, localPath } from '../gate/origin.ts';
import { endOwes, setDevice, setOwes } from '../gate/own-cookies.ts';
import type { SignOut } from '../gate/sign-out.ts';
import { hostedPage, isFormToken, type PageRequest } from '../pages/hosted-page.ts';
import { textsFor } from '../pages/texts/texts.ts';
import { type Meet, notRecognised } from './api.ts';
import { limitBody } from './guard.ts';

type Fields = Readonly<Record<string, string>>;
type Show = Omit<PageRequest, 'acceptLanguage' | 'returnTo' | 'byScript'> & { returnTo?: string };

const settings = '/.two-factor/';

/**
 * The hosted page's own routes, at `/.two-factor`: everything works by plain forms. Where the session is
 * a token in the page's storage, its script sends the same forms, and goes where an answer leads.
 */
export function createPages(deps: Deps, meet: Meet, signOut: SignOut) {
  async function show(c: Context, { returnTo = settings, ...page }: Show) {
    const acceptLanguage = c.req.header('accept-language');
    const byScript = isByScript(c);
    const request = { ...page, acceptLanguage, returnTo, byScript };
    const { body, headers } = await hostedPage(deps, request);
    const { failure, session } = page;
    // A reload shows no token: the cookie leads it here again, as long as something is owed.
    if (byScript && session && owes(session) && page.page !== 'recovery-codes') {
      c.header('Set-Cookie', setOwes);
    }
    const status: ContentfulStatusCode = failure ? failureStatus[failure.reason] : 200;
    return c.body(body, status, {
      ...headers,
      ...(failure?.waitUntil
        ? { 'Retry-After': String(Math.max(1, Math.ceil((failure.waitUntil - deps.now()) / 1000))) }
        : {}),
    });
  }

  const setCleared = (c: Context, { accountId }: Session, isOwnersDevice = true) => {
    c.header('Set-Cookie', endOwes);
    if (!isOwnersDevice) return;
    c.header('Set-Cookie', setDevice(knownDevice(deps, accountId)), { append: true });
  };

  async function showLinked(c: Context, link: string): Promise<Response> {
    const found = await readVeto(deps, link);
    if (!found.ok) return show(c, { page: 'refusal', session: null, failure: found });
    return show(c, { page: 'veto', session: null, veto: { link, case: found } });
  }

  /** The form and the session it was made for, or the answer that refuses it. */
  async function readForm(c: Context): Promise<{ fields: Fields; session: Session } | Response> {
    const refusal = (failure: Failure) => show(c, { page: 'refusal', session: null, failure });
    if (!isSameOrigin(c.req.header(), deps.origin)) return refusal(refuse('not-same-origin'));
    const fields = await readFields(c);
    if (!fields) return refusal(refuse('unsupported-media-type'));
    const visitor = await meet(c.req.header());
    if (visitor.kind !== 'recognised') return refusal(notRecognised(visitor));
    const { session } = visitor;
    const fits =
      isFormToken(deps, session, fields.token ?? '') && fields.account === session.accountId;
    return fits ? { fields, session } : refusal(refuse('other-account'));
  }

  return (
    new Hono()
      .use(limitBody(deps))

      .get('/', async (c) => {
        const visitor = await meet(c.req.header());
        const returnTo = localPath(c.req.query('return') ?? settings);
        const session = visitor.kind === 'recognised' ? visitor.session : null;
        const failure = visitor.kind === 'recognised' ? null : notRecognised(visitor);
        if (failure && failure.reason !== 'not-logged-in') {
          return show(c, { page: 'refusal', session, failure, returnTo });
        }
        // The page stood in place of another one, for a session that no navigation shows.
        const isHeld = session && (owes(session) || session.openCase);
        if (isByScript(c) && returnTo !== settings && !isHeld) {
          return goOn(c, returnTo);
        }
        return show(c, { page: 'settings', session, returnTo });
      })

      .post('/verify', async (c) => {
        const form = await readForm(c);
        if (form instanceof Response) return form;
        const { fields, session } = form;
        const returnTo = localPath(fields.return);
        // Nobody shall overlook what support was asked to do.
        const wayOn = session.openCase
          ? `${settings}?return=${encodeURIComponent(returnTo)}`
          : returnTo;
        // A double press of the button: the first one cleared the session already, and this one shows nothing.
        if (sessionState(session) === 'cleared') {
          c.header('Set-Cookie', endOwes);
          return goOn(c, wayOn);
        }
        const result = await verify(deps, session, fields.recoveryCode ?? fields.code ?? '');
        if (!result.ok) {
          const place = fields.recoveryCode === undefined ? 'code' : 'recovery';
          return show(c, { page: 'settings', session, failure: result, place, returnTo });
        }
        setCleared(c, session, !result.bypassed);
        return goOn(c, wayOn);
      })

      .post('/activate', async (c) => {
        const form = await readForm(c);
        if (form instanceof Response) return form;
        const { fields, session } = form;
        const returnTo = localPath(fields.return);
        const { code, setupCode } = fields;
        const result = await activate(deps, session, { code, setupCode });
        if (!result.ok) {
          const place = code === undefined ? 'set-up' : 'replace';
          return show(c, { page: 'settings', session, failure: result, place, returnTo });
        }
        const setup = { pendingId: result.pendingId, started: result };
        return show(c, { page: 'confirm', session, setup, returnTo });
      })

      .post('/confirm', async (c) => {
        const form = await readForm(c);
        if (form instanceof Response) return form;
        const { fields, session } = form;
        const returnTo = localPath(fields.return);
        const pendingId = fields.pendingId ?? '';
        const { lang: language } = textsFor(c.req.header('accept-language'));
        const typed = { pendingId, code: fields.code ?? '', language };
        const result = await confirm(deps, session, typed);
        if (result.ok) {
          setCleared(c, session);
          const { recoveryCodes } = result;
          return show(c, {
            page: 'recovery-codes',
            session,
            place: 'confirm',
            recoveryCodes,
            returnTo,
          });
        }
        const again = result.reason === 'wrong-code' || result.reason === 'malformed-code';
        return show(c, {
          page: again ? 'confirm' : 'settings',
          session,
          failure: result,
          place: 'confirm',
          setup: { pendingId, started: null },
          returnTo,
        });
      })

      .post('/deactivate', async (c) => {
        const form = await readForm(c);
        if (form instanceof Response) return form;
        const { fields, session } = form;
        const result = await deactivate(deps, session, fields.code ?? '');
        return result.ok
          ? goOn(c, settings)
          : show(c, { page: 'settings', session, failure: result, place: 'deactivate' });
      })

      .post('/recovery-codes', async (c) => {
        const form = await readForm(c);
        if (form instanceof Response) return form;
        const { fields, session } = form;
        const place = 'recovery-codes';
        const result = await renewRecoveryCodes(deps, session, fields.code ?? '');
        return result.ok
          ? show(c, { page: place, session, place, recoveryCodes: result.recoveryCodes })
          : show(c, { page: 'settings', session, failure: result, place });
      })

      .post('/veto', async (c) => {
        const form = await readForm(c);
        if (form instanceof Response) return form;
        const { fields, session } = form;
        const returnTo = localPath(fields.return);
        const result = await vetoInSession(deps, session, fields.caseId ?? '');
        return result.ok
          ? show(c, { page: 'vetoed', session: null, returnTo })
          : show(c, { page: 'settings', session, failure: result, place: 'page' });
      })

      // The link of a message: its token is the proof, nobody need be logged in, and a look changes nothing.
      .get('/veto/:link', (c) => showLinked(c, c.req.param('link')))

      .post('/veto/:link', async (c) => {
        const link = c.req.param('link');
        if (!isSameOrigin(c.req.header(), deps.origin)) {
          return show(c, { page: 'refusal', session: null, failure: refuse('not-same-origin') });
        }
        await vetoByLink(deps, link);
        // What became of the case, whoever was first: a second press of the button says what the first did.
        return showLinked(c, link);
      })

      .post('/sign-out', async (c) => {
        if (!isSameOrigin(c.req.header(), deps.origin)) {
          return show(c, { page: 'refusal', session: null, failure: refuse('not-same-origin') });
        }
        for (const cookie of await signOut({ headers: c.req.header() })) {
          c.header('Set-Cookie', cookie, { append: true });
        }
        return goOn(c, '/');
      })
  );
}

/** The hosted page's own script asks, which is there only where the session is a token in the storage. */
function isByScript(c: Context): boolean {
  return c.req.header('x-two-factor') === '1';
}

/** Leads on to a local path; a script cannot read whither a redirect leads, so it is told. */
function goOn(c: Context, path: string): Response {
  if (!isByScript(c)) return c.redirect(path, 303);
  c.header('Location', path);
  return c.body(null, 204);
}

function owes(session: Session): boolean {
  const state = sessionState(session);
  return state === 'code-required' || state === 'setup-required';
}

/** The text fields of an urlencoded form, or null for another kind of body. */
async function readFields(c: Context): Promise<Fields | null> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded(\s*;|$)/i.test(type)) return null;
  return Object.fromEntries(new URLSearchParams(await c.req.text()));
}
