import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * `whole` passes all on. `lost` passes requests on and hangs up when the answer comes. `silent` neither
 * passes on nor answers.
 */
type Mood = 'whole' | 'lost' | 'silent';

/** A wire to a database server that does what wires do; it goes when the test ends. */
export type Wire = {
  readonly url: string;
  mood: Mood;
  /** How many requests came to it. */
  readonly requests: number;
};

export async function startWire(to: string): Promise<Wire> {
  let requests = 0;
  const wire = { mood: 'whole' as Mood };
  const server = createServer((from, answer) => {
    requests++;
    if (wire.mood === 'silent') from.resume();
    else passOn(to, from, answer, wire.mood === 'lost');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.defineProperties(wire as Wire, {
    url: { value: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    requests: { get: () => requests },
  });
}

function passOn(to: string, from: IncomingMessage, answer: ServerResponse, isLost: boolean): void {
  const { method, headers, url } = from;
  const onward = request(`${to}${url}`, { method, headers, agent: false }, (theirs) => {
    if (isLost) {
      theirs.resume().on('end', () => answer.destroy());
      return;
    }
    answer.writeHead(theirs.statusCode ?? 502, theirs.headers);
    theirs.pipe(answer);
  });
  onward.on('error', () => answer.destroy());
  from.pipe(onward);
}
