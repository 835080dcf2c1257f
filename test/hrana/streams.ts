import { randomUUID } from 'node:crypto';
import { type Connection, openConnection } from './connection.ts';
import { ProtocolError } from './protocol.ts';

/** A connection over several requests, with the SQL texts that its client stored. */
export type Stream = { readonly connection: Connection; readonly sqls: Map<number, string> };

/** Milliseconds between two requests of one stream. */
const patience = 10_000;

/**
 * Streams by baton: each answer's baton is good for one more request. A stream left alone is closed and
 * its transaction rolled back.
 */
export function createStreams(path: string, settings: readonly string[]) {
  const open = new Map<string, { stream: Stream; expiry: NodeJS.Timeout }>();
  const idle: Connection[] = [];

  function close({ connection }: Stream): void {
    connection.rollBack();
    idle.push(connection);
  }

  return {
    take(baton: string | null | undefined): Stream {
      if (!baton)
        return { connection: idle.pop() ?? openConnection(path, settings), sqls: new Map() };
      const found = open.get(baton);
      if (!found) throw new ProtocolError('Received an invalid baton');
      clearTimeout(found.expiry);
      open.delete(baton);
      return found.stream;
    },

    /** The baton that leads to this stream again. */
    keep(stream: Stream): string {
      const baton = randomUUID();
      const expire = () => {
        open.delete(baton);
        close(stream);
      };
      open.set(baton, { stream, expiry: setTimeout(expire, patience) });
      return baton;
    },

    close,

    closeAll(): void {
      for (const { stream, expiry } of open.values()) {
        clearTimeout(expiry);
        close(stream);
      }
      open.clear();
      for (const connection of idle.splice(0)) connection.close();
    },
  };
}
