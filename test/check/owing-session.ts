import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CheckOptions, checkDoor, type DoorReport } from '../../server/check/check-door.ts';
import { readHeld } from '../../server/check/held.ts';
import { newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import type { Person } from '../harness/person.ts';
import { type Quirk, startWidePlatform } from './wide-platform.ts';

/** A door with this profile before the wide platform; ends with the test. */
export async function startWideDoor(profile: object, quirks: readonly Quirk[] = []) {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-check-'));
  const file = join(folder, 'profile.json');
  await writeFile(file, JSON.stringify(profile));
  let standInUrl = '';
  const wide = await startWidePlatform(() => standInUrl, quirks);
  const settings = { DOORCODE_PROFILE: file, DOORCODE_UPSTREAM: wide.url };
  const door = await startInnerDoor({ settings });
  standInUrl = door.platform.url;
  onTestFinished(async () => {
    await door.stop();
    wide.close();
    await rm(folder, { recursive: true });
  });
  return { door, upstream: new URL(wide.url), ...newUsers(() => door) };
}

/** What a browser's developer tools would copy of a request of this person's. */
function copied({ visitor }: Person): string {
  return `GET /home HTTP/1.1\nHost: flows.example\nCookie: ${visitor.cookieHeader()}\nAccept: */*\n`;
}

/** Checks a door with somebody's session, or with headers that were copied. */
export function check(
  door: { deps: Pick<InnerDoor['deps'], 'profile'>; origin: string },
  session: Person | string,
  more: Partial<CheckOptions> = {},
): Promise<DoorReport> {
  return checkDoor({
    profile: door.deps.profile,
    gate: new URL(door.origin),
    held: readHeld(typeof session === 'string' ? session : copied(session)),
    random: randomBytes,
    ...more,
  });
}

/** What was found open, a line each. */
export function holesOf(report: DoorReport): string[] {
  if (report.kind === 'cannot') throw new Error(report.why);
  return [...new Set(report.holes.map(({ way, what }) => `${way}: ${what}`))];
}
