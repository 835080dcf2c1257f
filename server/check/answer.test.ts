import { expect, it } from 'vitest';
import { readAnswer } from './answer.ts';
import type { Wire } from './wire.ts';

const get: Wire = { method: 'GET', target: '/', headers: [] };
const read = (text: string, wire: Wire = get) => readAnswer(Buffer.from(text, 'latin1'), wire);

it('a body ends by its length, by its chunks, or with the connection', () => {
  expect(read('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')).toMatchObject({
    status: 200,
    body: 'hi',
    isWhole: true,
  });
  expect(read('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi')?.isWhole).toBe(false);
  const chunks = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n1;x=y\r\n!\r\n';
  expect(read(`${chunks}0\r\n\r\n`)).toMatchObject({ body: 'hi!', isWhole: true });
  expect(read(chunks)).toMatchObject({ body: 'hi!', isWhole: false });
  expect(read('HTTP/1.0 200\r\n\r\nhi')).toMatchObject({ body: 'hi', isWhole: false });
});

it('there is no body after HEAD, 204 and 304', () => {
  const text = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n';
  expect(read(text, { ...get, method: 'HEAD' })).toMatchObject({ body: '', isWhole: true });
  expect(read('HTTP/1.1 304 Not Modified\r\n\r\n')).toMatchObject({ status: 304, isWhole: true });
});

it('what comes before the answer is passed over, and of two answers the last one counts', () => {
  const last = 'HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n';
  expect(read(`HTTP/1.1 100 Continue\r\n\r\n${last}`)?.status).toBe(403);
  const first = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi';
  const second = { ...get, before: 'GET / HTTP/1.1\r\n\r\n' };
  expect(read(first + last, second)).toMatchObject({ status: 403, isWhole: true });
  expect(read(first, second)).toMatchObject({ status: 200, isWhole: false });
});

it('a WebSocket is read as its messages, and the code by which it closes', () => {
  const head = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';
  expect(read(`${head}\x81\x02hi\x89\x00\x81\x01!\x88\x02\x03\xf0`)).toMatchObject({
    status: 101,
    body: 'hi\n!\nclosed 1008',
    isWhole: false,
  });
  const long = 'a'.repeat(300);
  expect(read(`${head}\x81\x7e\x01\x2c${long}`)?.body).toBe(long);
});

it('anything else is no answer', () => {
  for (const text of ['', 'SSH-2.0-x\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-']) {
    expect(read(text)).toBeNull();
  }
});
