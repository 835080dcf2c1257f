import type { IncomingMessage } from 'node:http';

/** One request as it reached the platform, before the platform did anything with it. */
export type Received = {
  readonly method: string;
  /** The raw request target. */
  readonly url: string;
  /** Raw names and values, in the order sent. */
  readonly headers: ReadonlyArray<readonly [string, string]>;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The body of a login, as text. */
  body: string | null;
  /** The id of the account that the platform took the sender for. */
  account: string | null;
};

const MAX_RECEIVED = 50_000;

/** Notes a request down; the oldest entries go when the log is full. */
export function note(
  received: Received[],
  request: IncomingMessage,
  account: string | null,
  at: number,
): Received {
  const entry: Received = {
    method: request.method ?? '',
    url: request.url ?? '',
    headers: pairs(request.rawHeaders),
    at,
    body: null,
    account,
  };
  received.push(entry);
  if (received.length > MAX_RECEIVED) received.splice(0, MAX_RECEIVED / 10);
  return entry;
}

function pairs(rawHeaders: readonly string[]): Array<readonly [string, string]> {
  const headers: Array<readonly [string, string]> = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return headers;
}
