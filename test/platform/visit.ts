import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from './accounts.ts';
import type { Logins } from './login.ts';
import type { Received } from './received.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Language } from './texts.ts';

/** All that one running platform knows. */
export type World = {
  accounts: Account[];
  sessions: Sessions;
  logins: Logins;
};

/** One request, with whom the platform takes the sender for. */
export type Visit = {
  world: World;
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  language: Language;
  session: Session | undefined;
  account: Account | undefined;
  /** The visit's entry in the log of what was received. */
  entry: Received;
};

export type Handler = (visit: Visit) => void | Promise<void>;

/** Handlers by method and path, as in `GET /home`. */
export type Routes = Readonly<Record<string, Handler>>;

const MAX_BODY = 64 * 1024;

export function accountOf(world: World, session: Session | undefined): Account | undefined {
  return world.accounts.find((account) => account.id === session?.login?.accountId);
}

export function sendPage(visit: Visit, status: number, page: string): void {
  visit.response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  visit.response.end(page);
}

export function sendJson(visit: Visit, status: number, value: unknown): void {
  visit.response.writeHead(status, {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
  });
  visit.response.end(JSON.stringify(value));
}

/** After a form: see other (RFC 9110 §15.4.4). */
export function redirect(visit: Visit, path: string): void {
  visit.response.writeHead(303, { Location: path, 'Cache-Control': 'no-store' });
  visit.response.end();
}

/** The body as text, at most 64 kB of it; what is longer is read to its end and dropped. */
export async function readText(visit: Visit): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of visit.request) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Only for somebody: others are sent to the login page. */
export function member(show: (visit: Visit, account: Account) => void | Promise<void>): Handler {
  return (visit) => (visit.account ? show(visit, visit.account) : redirect(visit, '/login'));
}
