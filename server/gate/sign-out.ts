import type { Deps } from '../deps.ts';
import { endSession } from '../domain/end-session.ts';
import { readCredentials } from './credential.ts';
import { endCredentials, endLoginCode, endOwes } from './own-cookies.ts';
import type { Whoami } from './whoami.ts';

/** Ends this browser's session as far as the door goes, and answers the Set-Cookie lines that do so. */
export type SignOut = (cookieHeader: string | undefined) => Promise<string[]>;

export function createSignOut(deps: Deps, whoami: Whoami): SignOut {
  const { hostname } = new URL(deps.origin);
  return async (cookieHeader) => {
    const { found } = readCredentials(cookieHeader, deps.profile);
    for (const credential of found) whoami.forget(credential);
    await endSession(deps, found);
    return [...endCredentials(deps.profile, hostname), endLoginCode, endOwes];
  };
}
