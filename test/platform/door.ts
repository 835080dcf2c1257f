import { identityProviderPage, loginPage } from './pages.ts';
import { NO_SESSION_COOKIE, type Session, sessionCookie } from './sessions.ts';
import { texts } from './texts.ts';
import { type Routes, readText, redirect, sendJson, sendPage, type Visit } from './visit.ts';

const STATUS = { wrong: 401, wait: 429, locked: 423, expired: 403 } as const;

/** Login, logout, and the way through the identity provider: with forms, and by fetch under `/spa`. */
export const doorRoutes: Routes = {
  'GET /login': (visit) =>
    visit.account
      ? redirect(visit, '/home')
      : sendPage(visit, 200, loginPage(visit.language, anonymousSession(visit).loginToken)),

  'POST /login': async (visit) => {
    const body = await readLogin(visit);
    const outcome = logIn(visit, Object.fromEntries(new URLSearchParams(body)));
    if (outcome.ok) return redirect(visit, '/home');
    const typed = new URLSearchParams(body);
    const page = loginPage(visit.language, anonymousSession(visit).loginToken, outcome.refusal, {
      realm: typed.get('realm') ?? '',
      email: typed.get('email') ?? '',
    });
    sendPage(visit, STATUS[outcome.refusal], page);
  },

  'POST /logout': (visit) => {
    endSession(visit);
    redirect(visit, '/login');
  },

  'GET /idp': (visit) => {
    const accounts = visit.world.accounts.filter((account) => account.doors.includes('saml'));
    const token = anonymousSession(visit).loginToken;
    sendPage(visit, 200, identityProviderPage(visit.language, token, accounts));
  },

  'POST /idp': async (visit) => {
    const form = new URLSearchParams(await readLogin(visit));
    const account = visit.world.accounts.find(({ id }) => id === form.get('account'));
    const allowed = account?.doors.includes('saml') && hasLoginToken(visit, form.get('token'));
    if (!account || !allowed) return redirect(visit, '/idp');
    openSession(visit, visit.world.sessions.logIn(visit.session, account.id, 'saml'));
    redirect(visit, '/home');
  },

  'GET /spa/start': (visit) => {
    const token = visit.account ? null : anonymousSession(visit).loginToken;
    sendJson(visit, 200, { language: visit.language, texts: texts[visit.language], token });
  },

  'POST /spa/login': async (visit) => {
    const outcome = logIn(visit, parseObject(await readLogin(visit)));
    if (!outcome.ok) return sendJson(visit, STATUS[outcome.refusal], { problem: outcome.refusal });
    const { email, name } = outcome.account;
    sendJson(visit, 200, { email, name });
  },

  'POST /spa/logout': (visit) => {
    endSession(visit);
    sendJson(visit, 200, {});
  },
};

async function readLogin(visit: Visit): Promise<string> {
  visit.entry.body = await readText(visit);
  return visit.entry.body;
}

function logIn(visit: Visit, typed: Record<string, unknown>) {
  if (!hasLoginToken(visit, typed.token)) return { ok: false, refusal: 'expired' } as const;
  const outcome = visit.world.logins.attempt(
    String(typed.realm),
    String(typed.email),
    String(typed.password),
  );
  if (outcome.ok) {
    openSession(visit, visit.world.sessions.logIn(visit.session, outcome.account.id, 'password'));
  }
  return outcome;
}

/** The token proves that the login form came from us and not from a foreign page. */
function hasLoginToken(visit: Visit, token: unknown): boolean {
  return visit.session !== undefined && visit.session.loginToken === token;
}

/** The session that keeps the login token; opened when the visitor has none yet. */
function anonymousSession(visit: Visit): Session {
  visit.session ??= openSession(visit, visit.world.sessions.openAnonymous());
  return visit.session;
}

function openSession(visit: Visit, session: Session): Session {
  visit.response.appendHeader('Set-Cookie', sessionCookie(session));
  return session;
}

function endSession(visit: Visit): void {
  if (visit.session) visit.world.sessions.end(visit.session);
  visit.response.appendHeader('Set-Cookie', NO_SESSION_COOKIE);
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
