import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkDoor, type DoorReport } from '../../server/check/check-door.ts';
import { readHeld } from '../../server/check/held.ts';
import { exitCodeOf } from '../../server/check/report.ts';
import { profileFile, readProfile, readProfileJson } from '../../server/profile/profile.ts';
import { mediaWikiMissing } from '../platforms/mediawiki.ts';
import { nodeRed } from '../platforms/node-red.ts';
import { noteSkipped } from '../platforms/not-here.ts';
import { startPlatformDoor } from '../platforms/platform-door.ts';
import { sessionAt } from '../platforms/session.ts';
import { type Tried, tried, username } from '../platforms/tried.ts';
import { holesOf } from './owing-session.ts';

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
    const platform = { ...tried['Node-RED'], kind: { ...nodeRed, profile: file } };
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
