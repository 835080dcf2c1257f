import { randomBytes } from 'node:crypto';
import type { LoginMethod } from './accounts.ts';

/** The cookie that the platform sets. */
export const SESSION_COOKIE = 'session';

/** A name from an older release: still accepted, never set. */
const LEGACY_SESSION_COOKIE = 'session_legacy';

/** What somebody who has not logged in holds: no account, only the token of the login form. */
export type Session = {
  id: string;
  readonly loginToken: string;
  login: { accountId: string; method: LoginMethod } | null;
};

export type Sessions = ReturnType<typeof createSessions>;

const MAX_SESSIONS = 50_000;

/**
 * The platform's sessions, in memory. With `keepsIdAtLogin` an anonymous session becomes somebody
 * under the id it already had (session fixation), which tests use as a control.
 */
export function createSessions(keepsIdAtLogin: boolean) {
  const byId = new Map<string, Session>();

  function add(session: Session): Session {
    byId.set(session.id, session);
    if (byId.size > MAX_SESSIONS) {
      for (const oldest of byId.keys()) {
        byId.delete(oldest);
        break;
      }
    }
    return session;
  }

  return {
    openAnonymous: () => add({ id: newId(), loginToken: newId(), login: null }),

    logIn(before: Session | undefined, accountId: string, method: LoginMethod): Session {
      if (before && keepsIdAtLogin) {
        before.login = { accountId, method };
        return before;
      }
      if (before) byId.delete(before.id);
      return add({ id: newId(), loginToken: newId(), login: { accountId, method } });
    },

    /** The same session under a new id; the old id is nobody from now on. */
    renew(session: Session): Session {
      byId.delete(session.id);
      session.id = newId();
      return add(session);
    },

    end(session: Session): void {
      byId.delete(session.id);
    },

    endAllOf(accountId: string): void {
      for (const session of byId.values()) {
        if (session.login?.accountId === accountId) byId.delete(session.id);
      }
    },

    /**
     * As forgiving as platforms are: of all ids that the cookies carry, whichever is logged in.
     */
    ofCookies(cookieHeader: string | undefined): Session | undefined {
      const cookies = parseCookies(cookieHeader);
      const carried = [SESSION_COOKIE, LEGACY_SESSION_COOKIE]
        .flatMap((name) => cookies.filter(([cookie]) => cookie === name))
        .map(([, value]) => byId.get(value))
        .filter((session) => session !== undefined);
      return carried.find((session) => session.login) ?? carried[0];
    },
  };
}

/** Name and value of each cookie, in the order sent, doubles included (RFC 6265 §4.2.1). */
export function parseCookies(header: string | undefined): Array<[string, string]> {
  return (header ?? '').split(';').flatMap((pair): Array<[string, string]> => {
    const equals = pair.indexOf('=');
    if (equals < 0) return [];
    return [[pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]];
  });
}

export function sessionCookie(session: Session): string {
  return `${SESSION_COOKIE}=${session.id}; HttpOnly; SameSite=Lax; Path=/`;
}

export const NO_SESSION_COOKIE = `${SESSION_COOKIE}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0`;

function newId(): string {
  return randomBytes(18).toString('base64url');
}
