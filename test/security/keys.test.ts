import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openStore, type Store } from '../../server/store/database.ts';
import { contextOf, createSeal } from '../../server/store/seal.ts';
import { nextCode } from '../harness/authenticator.ts';
import { type Door, startDoor } from '../harness/door.ts';
import { serverEnvironment } from '../harness/environment.ts';
import { folders } from '../harness/folders.ts';
import { newPerson, type Person, reasonOf } from '../harness/person.ts';
import { rowsOf, scratchFile } from '../harness/scratch-store.ts';

/*
 * Keys as operators change them: by the settings of real server processes, and by the command line.
 */

// Many processes, one after the other.
vi.setConfig({ testTimeout: 180_000 });

const newKey = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;

/** The real time: processes of their own have no clock that a test could turn. */
const clock = { now: Date.now, advance: () => {} };

/** A door whose keys stand in a file, which `setKeys` writes anew for the next start. */
async function doorWithKeys(...keys: string[]) {
  const file = join(dirname(await scratchFile()), 'keys');
  const setKeys = (...lines: string[]) => writeFile(file, lines.join('\n'));
  await setKeys(...keys);
  const settings = { DOORCODE_KEYS: '', DOORCODE_KEYS_FILE: file };
  const door = await startDoor({ settings });
  onTestFinished(() => door.stop());
  return { door, setKeys };
}

async function loggedIn(door: Door, email: string): Promise<Person> {
  const person = newPerson(door.origin, clock);
  await person.logIn(email);
  return person;
}

async function enrolled(door: Door, email: string) {
  const person = await loggedIn(door, email);
  const pendingId = await person.startSetUp();
  const code = await nextCode(person.secret, { clockMayBeOff: true });
  const answer = await person.call('confirm', { pendingId, code });
  expect(answer.status).toBe(200);
  const { accountId, secret } = person;
  const { recoveryCodes } = JSON.parse(answer.body) as { recoveryCodes: string[] };
  return { email, accountId, secret, recoveryCodes };
}

/** Another login of this account: the statuses of a wrong code, a right one, and a page after it. */
async function logInAgain(door: Door, { email, secret }: { email: string; secret: string }) {
  const person = await loggedIn(door, email);
  person.useSecret(secret);
  const wrong = await person.call('verify', { code: person.wrongCode() });
  const code = await nextCode(secret, { clockMayBeOff: true });
  const right = await person.call('verify', { code });
  return [reasonOf(wrong), right.status, (await person.fetch('/api/me')).status];
}

const accepted = ['wrong-code', 204, 200];

async function storeOf(door: Door): Promise<Store> {
  const store = await openStore(door.settings.DOORCODE_DATABASE_URL ?? '');
  onTestFinished(() => store.close());
  return store;
}

/** `npm run doorcode -- …` with a server's settings. */
function doorcode(
  words: string[],
  settings: Readonly<Record<string, string>>,
): Promise<{ code: number; lines: string[]; errors: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['server/cli/main.ts', ...words],
      { cwd: folders.root, env: serverEnvironment(settings) },
      (_, out, errors) =>
        resolve({ code: child.exitCode ?? -1, lines: out.trimEnd().split('\n'), errors }),
    );
  });
}

describe('A97 a server', () => {
  /** What the server says that does not start with these keys, and that nothing is off meanwhile. */
  async function refusal(door: Door, ...keys: string[]): Promise<string> {
    const settings = { DOORCODE_KEYS: keys.join(','), DOORCODE_KEYS_FILE: '' };
    const answer = await door.another(settings).then(() => 'It started.', String);
    const login = await loggedIn(door, 'user1@acme.example');
    expect(await login.state()).toMatchObject({ factor: 'active', session: 'code-required' });
    expect((await login.fetch('/api/me')).status).toBe(403);
    return answer;
  }

  it('A97 with another key of the same id does not start, and names the id', async () => {
    const key = newKey('1');
    const { door } = await doorWithKeys(key);
    await enrolled(door, 'user1@acme.example');
    for (const keys of [[newKey('1')], [newKey('2'), newKey('1')]]) {
      const said = await refusal(door, ...keys);
      expect(said).toContain('Key "1" is not the key');
      for (const given of keys) expect(said).not.toContain(given.slice(2));
    }
    // So it does not where its canary is gone: the rows are proof enough.
    const store = await storeOf(door);
    await store.commit([{ sql: 'DELETE FROM canary', args: [] }]);
    expect(await refusal(door, newKey('1'))).toContain('Key "1" is not the key');
    expect(await refusal(door, key)).toBe('It started.');
  });

  it('A97 without a key does not start', async () => {
    const { door } = await doorWithKeys(newKey('1'));
    await enrolled(door, 'user1@acme.example');
    expect(await refusal(door)).toContain('DOORCODE_KEYS');
    expect(await refusal(door, '1:')).toContain('DOORCODE_KEYS');
  });

  it('A97 whose old key was taken out too early does not start, and names it', async () => {
    const [one, two] = [newKey('1'), newKey('2')];
    const { door, setKeys } = await doorWithKeys(one);
    await enrolled(door, 'user1@acme.example');
    expect(await refusal(door, two)).toContain('Key "1" is missing');
    await setKeys(two, one);
    await door.restart();
    expect(await refusal(door, two)).toContain('Key "1" is missing');
    const store = await storeOf(door);
    await store.commit([{ sql: 'DELETE FROM canary', args: [] }]);
    expect(await refusal(door, two)).toContain('Key "1" is missing');
    expect(await refusal(door, two, one)).toBe('It started.');
  });
});

describe('the command line', () => {
  it('changes the key while the server accepts codes, until the old one can go', async () => {
    const [one, two] = [newKey('1'), newKey('2')];
    const { door, setKeys } = await doorWithKeys(one);
    const emails = [1, 2, 3].map((i) => `user${i}@acme.example`);
    const owners = await Promise.all(emails.map((email) => enrolled(door, email)));
    await manyMore(await storeOf(door), one, 4000);
    const everybody = () => Promise.all(owners.map((owner) => logInAgain(door, owner)));

    await setKeys(two);
    const early = await doorcode(['keys', 'reseal'], door.settings);
    expect([early.code, early.errors]).toEqual([2, expect.stringContaining('Key "1" is missing')]);
    const missing = await doorcode(['keys', 'status'], door.settings);
    expect([missing.code, missing.lines.at(-1)]).toEqual([1, 'needed and not given: key "1"']);

    await setKeys(one, two);
    await door.restart();
    await setKeys(two, one);
    await door.restart();
    expect((await doorcode(['keys', 'status'], door.settings)).lines).toEqual([
      'given: key "2" (current), key "1"',
      'factor.secret: 4003 rows under key "1"',
      'audit_key.sealed: 1 row under key "1"',
    ]);
    const [{ code, lines }, logins] = await Promise.all([
      doorcode(['keys', 'reseal'], door.settings),
      everybody(),
    ]);
    expect(logins).toEqual([accepted, accepted, accepted]);
    expect(code).toBe(0);
    expect(lines).toContain('factor.secret: 4003 of 4003 rows');
    expect(lines.at(-1)).toBe(
      'done: no row is under key "1" any more; it can be taken out of the settings',
    );

    await setKeys(two);
    await door.restart();
    expect(await everybody()).toEqual([accepted, accepted, accepted]);
    for (const { email, recoveryCodes } of owners) {
      const login = await loggedIn(door, email);
      expect((await login.call('verify', { code: recoveryCodes[0] })).status).toBe(204);
    }
    expect((await doorcode(['keys', 'reseal'], door.settings)).lines).toEqual([
      'done: every row is under key "2"',
    ]);
    await setKeys(one);
    await expect(door.restart()).rejects.toThrow('Key "2" is missing');
  });

  it('is not done, says so and ends with 1 while a row cannot be opened', async () => {
    const [one, two] = [newKey('1'), newKey('2')];
    const { door, setKeys } = await doorWithKeys(one);
    const { accountId } = await enrolled(door, 'user1@acme.example');
    const store = await storeOf(door);
    await store.commit([{ sql: `UPDATE factor SET secret_id = 'another'`, args: [] }]);
    await setKeys(two, one);
    const { code, lines, errors } = await doorcode(['keys', 'reseal'], door.settings);
    expect(code).toBe(1);
    expect(lines.slice(-2)).toEqual([
      `cannot be opened: factor.secret of ${accountId}`,
      'not done: factor.secret, 1 row under key "1"; keep that key',
    ]);
    expect(errors).toContain('"event":"secret-unreadable"');
    expect(await rowsOf(store, 'SELECT key_id FROM canary ORDER BY 1')).toEqual([
      { key_id: '1' },
      { key_id: '2' },
    ]);
  });
});

/** Accounts that nobody logs in to, so that there is something to do. */
async function manyMore(store: Store, key: string, count: number): Promise<void> {
  const root = Buffer.from(key.slice(2), 'base64');
  const seal = createSeal({ current: '1', roots: new Map([['1', root]]) }, randomBytes);
  const ids = Array.from({ length: count }, (_, i) => `account ${i}`);
  await store.commit(
    ids.flatMap((id) => [
      { sql: `INSERT INTO account VALUES (?, 'another', '', ?, '', '', 0, NULL)`, args: [id, id] },
      {
        sql: `INSERT INTO factor (account_id, state, generation, must_set_up, secret_id, secret,
          last_step, changed_at) VALUES (?, 'active', 1, 0, 'one', ?, 0, 0)`,
        args: [id, seal.seal('secrets', randomBytes(20), contextOf('factor.secret', id, 'one'))],
      },
    ]),
  );
}
