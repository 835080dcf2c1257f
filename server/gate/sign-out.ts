import type { Deps } from '../deps.ts';
import { endSession } from '../domain/end-session.ts';
import { credentialReader } from './credential.ts';
import { credentialNames, endCredentials, endLoginCode, endOwes } from './own-cookies.ts';
import type { RequestHead } from './request.ts';
import type { Whoami } from './whoami.ts';

/** Ends this browser's session as far as the door goes, and answers the Set-Cookie lines that do so. */
export type SignOut = (head: RequestHead) => Promise<string[]>;

export function createSignOut(deps: Deps, whoami: Whoami): SignOut {
  const { hostname } = new URL(deps.origin);
  return async (head) => {
    const { found } = credentialReader(deps.profile).read(head);
    for (const credential of found) whoami.forget(credential);
    await endSession(deps, found);
    const names = credentialNames(deps.profile, found);
    return [...endCredentials(names, hostname), endLoginCode, endOwes];
  };
}
