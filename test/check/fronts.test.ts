import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkDoor } from '../../server/check/check-door.ts';
import { readHeld } from '../../server/check/held.ts';
import { exitCodeOf, reportText } from '../../server/check/report.ts';
import { fronts, startFrontDoor } from '../fronts/front-door.ts';
import { newUsers } from '../harness/enrolled.ts';
import { copied } from './owing-session.ts';

it.each(fronts)('A85 check passes on the stand-in behind %s', async (front) => {
  const door = await startFrontDoor(front);
  try {
    const { login, email } = await newUsers(() => door).enrolled();
    login.jar.set('theme', 'dark');
    const report = await checkDoor({
      profile: door.deps.profile,
      gate: new URL(door.origin),
      held: readHeld(copied(login)),
      account: email,
      paths: ['/home'],
      upstream: new URL(door.platform.url),
      random: randomBytes,
    });
    const text = reportText(report, new URL(door.origin));
    expect(text).toMatch(/^The door holds: \d{3,} requests/m);
    expect(exitCodeOf(report)).toBe(0);
  } finally {
    await door.stop();
  }
});
