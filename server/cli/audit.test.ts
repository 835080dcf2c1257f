import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextCode } from '../../test/harness/authenticator.ts';
import { runCommand } from '../../test/harness/command-line.ts';
import { type Door, startDoor } from '../../test/harness/door.ts';
import { newServerKey } from '../../test/harness/keys.ts';
import { tamper } from '../../test/harness/scratch-audit.ts';
import { openStore } from '../store/database.ts';
import { openFile } from '../store/file-database.ts';
import { audit } from './audit.ts';

let door: Door;
let secret: string;
let code: string;
/** The log of the server that had stopped before the tests began. */
let otherLog: string;

/** Ada sets up a factor at one server, support resets her at another one. */
beforeAll(async () => {
  door = await startDoor();
  const other = await door.another();
  const ada = door.visitor();
  await ada.logIn('ada@acme.example');
  const call = async (path: string, body?: Record<string, unknown>) => {
    const headers = {
      'Content-Type': 'application/json',
      'X-Two-Factor': '1',
      'Sec-Fetch-Site': 'same-origin',
      Origin: door.origin,
    };
    const post = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const answer = await ada.send(`/.two-factor/v1${path}`, { headers, ...post });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json() as Promise<Record<string, string> & { account: { id: string } }>;
  };
  const { id: account } = (await call('/state')).account;
  const started = await call('/activate', { account });
  secret = String(started.secret);
  code = await nextCode(String(started.uri), { clockMayBeOff: true });
  await call('/confirm', { account, pendingId: started.pendingId, code });
  await door.reset({ realm: 'acme', email: 'ada@acme.example' }, '=lost phone, "called" back');
  await other.stop();
  otherLog = other.log();
}, 60_000);

afterAll(() => door.stop());

const run = (...words: string[]) => runCommand(words, door.folder, door.settings);

/** Waits until the servers have sealed everything; answers what `audit verify` said then. */
async function whenSealed(): Promise<string> {
  for (let look = 0; look < 20; look++) {
    const { out } = await run('audit', 'verify');
    if (out.includes('No row waits')) return out;
  }
  throw new Error('The rows were not sealed.');
}

async function change(...sql: string[]): Promise<void> {
  const store = await openStore(`file:${join(door.folder, 'doorcode.db')}`);
  await tamper(store, ...sql);
  store.close();
}

describe('beside a server that serves', () => {
  it('what the server seals is sound, and the head is the one in its log', async () => {
    const out = await whenSealed();
    expect(out).toMatch(/^Sound up to row 4\.\n4 rows\. Head: 4:[\w-]{43}\n/);
    const [, head = ''] = /Head: (\S+)/.exec(out) ?? [];
    const [, mac] = head.split(':');
    expect(door.server.log() + otherLog).toContain(`"seq":4,"mac":"${mac}"`);
    expect(await run('audit', 'verify', '--head', head)).toMatchObject({
      code: 0,
      out: expect.stringContaining('row 4 has the seal that --head names'),
    });
  });

  it('a row changed by hand is named, until it is as it was', async () => {
    await whenSealed();
    await change("UPDATE audit SET event = 'verify' WHERE event = 'confirm'");
    const broken = await run('audit', 'verify');
    expect(broken).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^Broken:\nRow 2 does not/),
    });
    await change("UPDATE audit SET event = 'confirm' WHERE seq = 2");
    expect((await run('audit', 'verify')).code).toBe(0);
  });

  it('a head that is not there is named', async () => {
    const { code: exit, out } = await run('audit', 'verify', '--head', `9:${'A'.repeat(43)}`);
    expect(exit).toBe(1);
    expect(out).toMatch(/^Broken:\nRow 9 does not have the seal that --head names/);
  });

  it('everything is exported, and nothing secret with it', async () => {
    const { code: exit, out, said } = await run('audit', 'export');
    expect(exit).toBe(0);
    expect(said).toBe(`Database: ${join(door.folder, 'doorcode.db')}\n`);
    const [head, ...rows] = out.split('\r\n');
    expect(head).toBe('Start date,User,Action,Status,Service,Reference,Description');
    expect(rows.length).toBe(5);
    expect(rows[1]).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z,ada@acme\.example,Create,Success,User Two-factor,acme\/[\w-]{22}\/2,Two-factor authentication activated$/,
    );
    expect(rows[2]).toContain('"Reset case opened (account of');
    expect(rows[3]).toContain('"Two-factor authentication reset (account of');
    const { out: json } = await run('audit', 'export', '--format', 'json', '--realm', 'ACME');
    expect(JSON.parse(json)).toMatchObject([{}, {}, {}, { Action: 'Remove/Archive' }]);
    const { out: later } = await run('audit', 'export', '--format=json', '--from', '2999-01-01');
    expect(JSON.parse(later)).toEqual([]);
    for (const text of [out, json]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(code);
    }
  });
});

describe('it says why it cannot tell, and never that all is well', () => {
  it.each([
    ['another key of the same id', newServerKey(), /^Database: .*\nKey "1" is not the key/],
    ['another key', newServerKey().replace('1:', '2:'), /\nKey "1" is missing/],
    ['no key', '', /^Give the keys either/],
  ])('with %s', async (_, DOORCODE_KEYS, says) => {
    const settings = { ...door.settings, DOORCODE_KEYS };
    const result = await runCommand(['audit', 'verify'], door.folder, settings);
    expect(result).toMatchObject({ code: 2, out: '', said: expect.stringMatching(says) });
  });

  it('without a database, and makes none', async () => {
    const settings = { ...door.settings, DOORCODE_DATABASE_URL: 'file:none/doorcode.db' };
    const result = await runCommand(['audit', 'verify'], door.folder, settings);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.said).toContain('There is no file none/doorcode.db.');
    expect(existsSync(join(door.folder, 'none'))).toBe(false);
  });

  it.each([
    ['an older', '- 1', 'start this server once'],
    ['a newer', '+ 1', 'of a newer version'],
  ])('with a database of %s version, which it leaves as it is', async (version, by, says) => {
    const copy = join(door.folder, `${version.slice(2).trim()}.db`);
    (await openStore(`file:${copy}`)).close();
    const file = openFile(copy);
    const shift = `UPDATE __drizzle_migrations SET created_at = created_at ${by}
      WHERE created_at = (SELECT max(created_at) FROM __drizzle_migrations)`;
    await file.commit([{ sql: shift, args: [] }]);
    const settings = { ...door.settings, DOORCODE_DATABASE_URL: `file:${copy}` };
    const result = await runCommand(['audit', 'verify'], door.folder, settings);
    expect(result).toMatchObject({ code: 2, out: '', said: expect.stringContaining(says) });
    file.close();
  });

  it.each([
    [['nonsense'], 'There is no "nonsense".'],
    [['constructor'], 'There is no "constructor".'],
    [['audit', 'verify', 'all'], "Unexpected argument 'all'"],
  ])('after %j, with the help', async (words, says) => {
    const result = await run(...words);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.said).toContain(says);
    expect(result.said).toContain('npm run doorcode -- audit verify');
  });

  it.each([
    [[], 'Say "audit verify"'],
    [['verify', '--head', '7'], '--head takes SEQ:MAC'],
    [['verify', '--head'], 'argument missing'],
    [['export', '--format', 'xml'], '--format takes csv or json'],
    [['export', '--from', 'monday'], '"monday" is no time'],
    [['export', '--form', 'csv'], "Unknown option '--form'"],
  ])('after audit %j', async (words, says) => {
    const silent = { print: async () => {}, note: () => {}, now: Date.now, random: randomBytes };
    await expect(audit.run(words, silent)).rejects.toThrow(says);
  });
});

it('the help is shown without a word, and without a setting', async () => {
  for (const words of [[], ['audit', '--help']]) {
    const { code: exit, out } = await runCommand(words, door.folder);
    expect(exit).toBe(0);
    expect(out).toContain('npm run doorcode -- audit export');
  }
});

it('without a setting it finds what npm start keeps, and what .env says goes before', async () => {
  const { DOORCODE_KEYS: keys = '', DOORCODE_DATABASE_URL: url = '' } = door.settings;
  const data = join(door.folder, 'data');
  await mkdir(data);
  await writeFile(join(data, 'keys'), `${keys}\n`);
  await writeFile(join(door.folder, '.env'), `DOORCODE_KEYS=\nDOORCODE_DATABASE_URL=${url}\n`);
  const byFile = await runCommand(['audit', 'verify'], door.folder);
  expect(byFile).toMatchObject({ code: 0, out: expect.stringContaining('Sound up to row 4.') });
  await writeFile(join(door.folder, '.env'), '');
  const byDefault = await runCommand(['audit', 'verify'], door.folder);
  expect(byDefault.code).toBe(2);
  expect(byDefault.said).toContain(join(data, 'doorcode.db'));
});
