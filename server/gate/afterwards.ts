import type { IncomingMessage } from 'node:http';
import type { Deps } from '../deps.ts';
import { carrySession } from '../domain/carry-session.ts';
import { endSession } from '../domain/end-session.ts';
import { type Credential, readSetCredentials } from './credential.ts';
import { endOwes } from './own-cookies.ts';
import { isRequest } from './request.ts';
import type { Recognised, Visitor } from './visitor.ts';
import type { Whoami } from './whoami.ts';

/**
 * What the platform's answer to a forwarded request changes, before any of it is passed on: nothing
 * remembered of a credential outlives its end, and a clearance follows a renewed one. Resolves to
 * Set-Cookie lines of ours.
 */
export type Afterwards = (
  from: IncomingMessage,
  visitor: Visitor,
  answer: IncomingMessage,
) => Promise<readonly string[]>;

export function createAfterwards(deps: Deps, whoami: Whoami): Afterwards {
  const { profile } = deps;

  /** Only the answer to a recognised request renews, never a login, and never for another account. */
  async function carry(
    from: IncomingMessage,
    visitor: Recognised,
    renewed: readonly Credential[],
  ): Promise<void> {
    for (const after of renewed) {
      const before = visitor.recognised.find(({ name }) => name === after.name);
      if (!before || before.value === after.value) continue;
      const identity = await whoami.ask(after, from.headers);
      if (!identity || !visitor.isSamePerson(identity)) continue;
      await carrySession(deps, visitor.session, before.hash, after.hash);
    }
  }

  return async (from, visitor, answer) => {
    const login = isRequest(from, profile.login);
    const logout = isRequest(from, profile.logout);
    const lines = answer.headers['set-cookie'] ?? [];
    const setsCredential = profile.credential.cookies.some(({ name }) =>
      lines.some((line) => line.trimStart().startsWith(`${name}=`)),
    );
    if (login || logout || setsCredential) {
      for (const credential of visitor.found) whoami.forget(credential);
    }
    if (logout) await endSession(deps, visitor.found);
    if (login || logout) return [endOwes];
    if (visitor.kind === 'recognised' && setsCredential) {
      await carry(from, visitor, readSetCredentials(lines, profile));
    }
    return [];
  };
}
