import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkDoor, type DoorReport } from '../../server/check/check-door.ts';
import { readHeld } from '../../server/check/held.ts';
import { exitCodeOf } from '../../server/check/report.ts';
import { profileFile, readProfile, readProfileJson } from '../../server/profile/profile.ts';
import { newCookieJar } from '../platforms/cookie-jar.ts';
import { mediaWiki, mediaWikiMissing } from '../platforms/mediawiki.ts';
import { nodeRed } from '../platforms/node-red.ts';
import { noteSkipped } from '../platforms/not-here.ts';
import { type PlatformDoor, startPlatformDoor } from '../platforms/platform-door.ts';
import { type PlatformKind, password } from '../platforms/platform-kind.ts';
import { sessionAt } from '../platforms/session.ts';
import { verdaccio } from '../platforms/verdaccio.ts';
import { holesOf } from './owing-session.ts';

type Headers = Readonly<Record<string, string>>;
type Tried = {
  readonly kind: PlatformKind;
  /** Logs ada in and answers what her browser sends from then on. */
  logIn(door: PlatformDoor): Promise<Headers>;
  /** Behind the login, beside whoami. */
  readonly path: string;
};

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };
const username = 'ada';

const nodeRedTried: Tried = {
  kind: nodeRed,
  path: '/admin/flows',
  async logIn(door) {
    const fields = { client_id: 'node-red-editor', grant_type: 'password', scope: '', username };
    const body = new URLSearchParams({ ...fields, password }).toString();
    const path = '/admin/auth/token';
    const answer = await door.send({ method: 'POST', path, headers: form, body });
    const { access_token: token } = JSON.parse(answer.body) as { access_token: string };
    return { Authorization: `Bearer ${token}` };
  },
};

const tried: Readonly<Record<string, Tried>> = {
  'Node-RED': nodeRedTried,
  Verdaccio: {
    kind: verdaccio,
    path: '/-/npm/v1/user',
    async logIn(door) {
      // Tokens of one second are one token.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const body = JSON.stringify({ username, password });
      const path = '/-/verdaccio/sec/login';
      const answer = await door.send({ method: 'POST', path, headers: json, body });
      const { token } = JSON.parse(answer.body) as { token: string };
      return { Authorization: `Bearer ${token}` };
    },
  },
  MediaWiki: {
    kind: mediaWiki,
    path: '/index.php?title=Special:Preferences',
    async logIn(door) {
      const jar = newCookieJar();
      const path = '/index.php?title=Special:UserLogin';
      const page = await door.send({ path });
      jar.keep(page);
      const [, wpLoginToken = ''] =
        /name="wpLoginToken" type="hidden" value="([^"]+)"/.exec(page.body) ?? [];
      const fields = { wpName: username, wpPassword: password, wpLoginToken, wpRemember: '1' };
      const body = new URLSearchParams({ ...fields, authAction: 'login' }).toString();
      const headers = { ...form, ...jar.header() };
      jar.keep(await door.send({ method: 'POST', path, headers, body }));
      return { ...jar.header() } as Headers;
    },
  },
};

const missing = mediaWikiMissing();
if (missing) noteSkipped('check of MediaWiki', missing);
const here = Object.entries(tried).filter(([name]) => name !== 'MediaWiki' || !missing);

/** Checks a platform behind a door of its own with a session that owes its code. */
async function checkReal(
  { kind, logIn, path }: Tried,
  sockets: readonly string[] = [],
): Promise<DoorReport> {
  const door = await startPlatformDoor(kind);
  try {
    await sessionAt(door, await logIn(door)).activate();
    const lines = Object.entries(await logIn(door)).map(([name, value]) => `${name}: ${value}`);
    return await checkDoor({
      profile: readProfile(kind.profile),
      gate: new URL(door.origin),
      held: readHeld(lines.join('\n')),
      account: username,
      paths: [path],
      sockets,
      upstream: new URL(door.upstream),
      random: randomBytes,
    });
  } finally {
    await door.stop();
  }
}

const minutes = 5 * 60_000;

it.each(here)(
  'A85 check passes on a real %s',
  async (_, platform) => {
    const report = await checkReal(platform);
    expect(holesOf(report)).toEqual([]);
    expect(exitCodeOf(report)).toBe(0);
  },
  minutes,
);

it(
  'what a profile of a real Node-RED forgot is found',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doorcode-forgetful-'));
    const file = join(folder, 'profile.json');
    const whole = readProfileJson(profileFile('node-red')) as { credential: object };
    const credential = { ...whole.credential, query: [], message: undefined };
    await writeFile(file, JSON.stringify({ ...whole, credential }));
    const platform = { ...nodeRedTried, kind: { ...nodeRed, profile: file } };
    const report = await checkReal(platform, ['/admin/comms']);
    await rm(folder, { recursive: true });
    expect(holesOf(report)).toEqual(
      expect.arrayContaining([
        'the session in the address: parameter "access_token"',
        'messages of a WebSocket: message {auth} at /admin/comms',
      ]),
    );
    expect(exitCodeOf(report)).toBe(1);
  },
  minutes,
);
