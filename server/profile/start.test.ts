import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { startInnerDoor } from '../../test/harness/inner-door.ts';

async function startWith(profile: object) {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-profile-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const DOORCODE_PROFILE = join(folder, 'profile.json');
  await writeFile(DOORCODE_PROFILE, JSON.stringify(profile));
  const door = await startInnerDoor({ settings: { DOORCODE_PROFILE } });
  onTestFinished(() => door.stop());
  return door;
}

it('what is unverified of a profile is said at every start', async () => {
  const door = await startWith({ ...standIn, unverified: 'never tried' });
  const starts = () => door.log.filter((line) => line.includes('"event":"profile-unverified"'));
  expect(starts()).toHaveLength(1);
  expect(JSON.parse(starts()[0] ?? '')).toMatchObject({
    level: 'alarm',
    unverified: 'never tried',
  });
  await door.restart();
  expect(starts()).toHaveLength(2);
  expect((await startWith(standIn)).log.join('')).not.toContain('profile-unverified');
});

it('A84 a template does not start, and says what belongs in its blanks', async () => {
  const whoami = { ...standIn.whoami, accountId: '<the id that never changes>' };
  await expect(startWith({ ...standIn, whoami })).rejects.toThrow(
    /^DOORCODE_PROFILE: The profile .* is a template, to be filled in first:\n {2}at whoami\.accountId: the id that never changes$/,
  );
});
