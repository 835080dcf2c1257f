import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, isFree } from './ports.ts';

test('free ports are all different, and none is one of an outgoing connection', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
  expect(new Set(ports).size).toBe(50);
  expect(Math.max(...ports)).toBeLessThan(32_768);
});

test('a port that somebody listens on is not free', async () => {
  const port = await freePort();
  expect(await isFree(port, '127.0.0.1')).toBe(true);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await isFree(port, '127.0.0.1')).toBe(false);
  await new Promise((resolve) => server.close(resolve));
});

test('a port that was given out is reserved: another process that looks passes it over', async () => {
  const port = await freePort();
  const other = createSocket('udp4');
  other.bind({ port, address: '127.0.0.1', exclusive: true });
  const [error] = (await once(other, 'error')) as [NodeJS.ErrnoException];
  other.close();
  expect(error.code).toBe('EADDRINUSE');
});
