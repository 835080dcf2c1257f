import type { Admission, Admit } from './admission.ts';
import type { Credential } from './credential.ts';
import type { RequestHead } from './request.ts';

/** What a connection is ended by. */
type Connection = { destroy(): unknown; once(event: 'close', then: () => void): unknown };

type Live = {
  readonly connection: Connection;
  readonly admitted: Admission['decision']['act'];
  inside: readonly Credential[];
};

/**
 * The connections that a session has open: WebSockets, event streams, long answers. They were let in
 * once; whether they still would be is asked again and again.
 */
export function createLiveConnections(admit: Admit) {
  const live = new Map<RequestHead, Live>();

  return {
    /** Watches a connection that carries credentials, or may come to carry one. */
    add(
      from: RequestHead,
      { visitor, decision }: Admission,
      inside: readonly Credential[],
      connection: Connection,
    ): void {
      if (visitor.kind !== 'recognised' && from.headers.upgrade === undefined) return;
      live.set(from, { connection, inside, admitted: decision.act });
      connection.once('close', () => live.delete(from));
    },

    /** A message of this WebSocket brought these credentials. */
    carries(from: RequestHead, inside: readonly Credential[]): void {
      const known = live.get(from);
      if (known) known.inside = inside;
    },

    async recheck(): Promise<void> {
      await Promise.all(
        [...live].map(async ([from, { connection, inside, admitted }]) => {
          const isIn = await admit(from, inside).then(
            ({ decision }) => decision.act === 'forward' || decision.act === admitted,
            () => false,
          );
          if (!isIn) connection.destroy();
        }),
      );
    },
  };
}
