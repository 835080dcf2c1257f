import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the ports that systems give to outgoing connections: none of those takes one from us. */
const first = 15_000;
const last = 30_000;
const tries = 200;
const given = new Set<number>();

/**
 * A port that nobody has on this host at the moment, and that this process has not given out before.
 * Any free port would do, but between the look and the use of it a connection on its way out may be
 * given the very same one. Other processes that look for ports at the same time leave this one alone.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let i = 0; i < tries; i++) {
    const port = randomInt(first, last);
    if (given.has(port) || !(await isFree(port, host)) || !(await reserve(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`None of ${tries} ports on ${host} is free.`);
}

/** Whether we could listen there. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * Until this process ends nobody else gets the port of this number for UDP, which takes nothing from
 * those who listen there for TCP.
 */
function reserve(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      socket.unref();
      resolve(true);
    });
  });
}
