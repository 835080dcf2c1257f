import { expect, it } from 'vitest';
import { ForbiddenPart, watchParts } from './parts.ts';
import { likeOneOf } from './spelling.ts';

/** What came through of a body with this head of a part, in pieces of so many bytes; null if broken off. */
function through(head: string, size: number): Promise<string | null> {
  const body = `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\nT\r\n--x--\r\n`;
  const watch = watchParts(likeOneOf(['access_token']));
  let text = '';
  return new Promise((resolve, reject) => {
    watch.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
    });
    watch.on('end', () => resolve(text.includes(head) ? text : ''));
    watch.on('error', (error) => (error instanceof ForbiddenPart ? resolve(null) : reject(error)));
    for (let at = 0; at < body.length; at += size) {
      watch.write(Buffer.from(body.slice(at, at + size), 'latin1'));
    }
    watch.end();
  });
}

const sizes = [1, 2, 3, 7, 10_000];

// The first ones are `access_token` to PHP 8.2, the others to other parsers.
it.each([
  'name="access\r\n token"',
  'name="access\n token"',
  "name='access token'",
  "name='access\r\n token'",
  'name="access[token"',
  'name=\r\n "access_token"',
  'name="access_token\0x"',
  'name==access_token',
  'name=\r\n =\0 "access_token"',
  'name="\\"access_token"',
  'name="\\access_token"',
  "name='access_token'",
  'filename="name="; name="access_token"',
  "filename='x; name=access_token",
])('a part with %j is broken off, in pieces of any length', async (head) => {
  for (const size of sizes) expect(await through(head, size)).toBeNull();
});

it.each([
  'name="access"\r\nX: token',
  'name="a"; filename="access_token"',
  "name='access' token",
  'name="access\r\ntoken"',
  'name="a\\"b"',
  'name=""',
])('a part with %j goes through', async (head) => {
  for (const size of sizes) expect(await through(head, size)).toContain(head);
});
