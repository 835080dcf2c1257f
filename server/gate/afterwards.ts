import type { IncomingMessage } from 'node:http';
import type { Deps } from '../deps.ts';
import { carrySession } from '../domain/carry-session.ts';
import { endSession } from '../domain/end-session.ts';
import { setCookiePair } from './cookies.ts';
import { type Credential, credentialReader, tokenAt } from './credential.ts';
import { textAt } from './identity.ts';
import { endOwes } from './own-cookies.ts';
import { isRequest, knownRequest, type RequestHead } from './request.ts';
import type { Recognised, Visitor } from './visitor.ts';
import type { Whoami } from './whoami.ts';

/**
 * What the platform's answer to a forwarded request changes, before any of it is passed on: nothing
 * remembered of a credential outlives its end, and a clearance follows a renewed one.
 */
export type Afterwards = {
  /** Resolves to Set-Cookie lines of ours. */
  onAnswer(
    from: RequestHead,
    visitor: Visitor,
    answer: IncomingMessage,
  ): Promise<readonly string[]>;
  /** Whether the answer's body holds a new token, and must be read before it is passed on. */
  readsBody(from: RequestHead, visitor: Visitor): boolean;
  onBody(from: RequestHead, visitor: Visitor, body: Buffer): Promise<void>;
  /** What a login or logout ends at once, where no answer is seen. */
  onRequest(from: RequestHead, visitor: Visitor): Promise<void>;
};

export function createAfterwards(deps: Deps, whoami: Whoami): Afterwards {
  const { profile } = deps;
  const reader = credentialReader(profile);

  /** Only the answer to a recognised request renews, never a login, and never for another account. */
  async function carry(
    from: RequestHead,
    visitor: Recognised,
    renewed: readonly Credential[],
  ): Promise<void> {
    for (const after of renewed) {
      const before = visitor.recognised.find(
        ({ place, name }) => place === after.place && name === after.name,
      );
      if (!before || visitor.found.some(({ hash }) => hash === after.hash)) continue;
      const identity = await whoami.ask(after, from.headers);
      if (!identity || !visitor.isSamePerson(identity)) continue;
      await carrySession(deps, visitor.session, before.hash, after.hash);
    }
  }

  function forget({ found }: Visitor): void {
    for (const credential of found) whoami.forget(credential);
  }

  const entersOrLeaves = (from: RequestHead) =>
    isRequest(from, profile.login) || isRequest(from, profile.logout);

  async function onRequest(from: RequestHead, visitor: Visitor): Promise<void> {
    if (entersOrLeaves(from)) forget(visitor);
    if (isRequest(from, profile.logout)) await endSession(deps, visitor.found);
  }

  return {
    onRequest,
    async onAnswer(from, visitor, answer) {
      if (entersOrLeaves(from)) {
        await onRequest(from, visitor);
        return [endOwes];
      }
      const lines = answer.headers['set-cookie'] ?? [];
      if (!lines.some((line) => reader.isCookie(setCookiePair(line)?.name ?? ''))) return [];
      forget(visitor);
      if (visitor.kind === 'recognised') {
        await carry(from, visitor, reader.readAfter(from.headers.cookie, lines));
      }
      return [];
    },
    readsBody: (from, visitor) =>
      visitor.kind === 'recognised' && isRequest(from, profile.rotate) && !entersOrLeaves(from),
    async onBody(from, visitor, body) {
      const rotate = knownRequest(from, profile.rotate);
      const [header] = profile.credential.headers;
      if (!rotate || !header || visitor.kind !== 'recognised') return;
      let token: string | null = null;
      try {
        token = textAt(JSON.parse(body.toString('utf8')), rotate.token);
      } catch {
        // No JSON, no new token.
      }
      if (token) await carry(from, visitor, [tokenAt('header', header.name, token)]);
    },
  };
}
