import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../test/harness/command-line.ts';
import { type Door, startDoor } from '../../test/harness/door.ts';

let door: Door;

beforeAll(async () => {
  door = await startDoor();
});
afterAll(() => door.stop());

const run = (...words: string[]) =>
  runCommand(['support-key', ...words], door.folder, door.settings);

async function statusWith(key: string): Promise<number> {
  const query = new URLSearchParams({ realm: 'acme', name: 'ada@acme.example' });
  const headers = { Authorization: `Bearer ${key}` };
  return (await fetch(`${door.supportUrl}/support/v1/accounts?${query}`, { headers })).status;
}

it('a key is made beside a running server, shown once, listed without it, and ended', async () => {
  const made = await run('create', 'desk', '--scopes', 'reset, read', '--days', '30');
  expect(made.code).toBe(0);
  const key = made.out.trim();
  expect(key).toMatch(/^doorcode-support-[\w-]{43}$/);
  expect(made.said).toContain('shown once');
  expect(await statusWith(key)).toBe(200);

  const list = await run('list');
  expect(list.out).toMatch(/^desk: reset, read; until \d{4}-\d\d-\d\d \d\d:\d\d UTC\n$/);
  expect(list.out + list.said).not.toContain(key);

  const again = await run('create', 'desk', '--scopes', 'read');
  expect([again.code, again.out]).toEqual([1, '']);
  expect(again.said).toContain('names are not used twice');

  expect((await run('revoke', 'desk')).said).toContain('The key "desk" is revoked.');
  expect(await statusWith(key)).toBe(401);
  expect((await run('list')).out).toMatch(/, revoked \d{4}-/);
  const twice = await run('revoke', 'desk');
  expect([twice.code, twice.said]).toEqual([0, expect.stringContaining('had been revoked before')]);
  expect((await run('revoke', 'nobody')).code).toBe(1);
}, 60_000);

it.each([
  [[], 'Say "support-key create"'],
  [['create', '--scopes', 'read'], 'Give the key one name'],
  [['create', 'desk'], '--scopes takes some of'],
  [['create', 'desk', '--scopes', 'read,everything'], '--scopes takes some of'],
  [['create', 'desk', '--scopes', 'read', '--days', 'x'], '--days takes a number'],
  [['create', 'Desk 1', '--scopes', 'read'], 'is no name for a key'],
  [['create', 'environment', '--scopes', 'read'], 'is no name for a key'],
  [['revoke'], 'Say "support-key create"'],
])('of %j it says what is wrong, and does nothing', async (words, complaint) => {
  const { code, out, said } = await run(...words);
  expect([code, out]).toEqual([2, '']);
  expect(said).toContain(complaint);
});
