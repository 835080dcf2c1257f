import { expect, it } from 'vitest';
import { exitCodeOf, reportText } from '../../server/check/report.ts';
import { check, holesOf } from '../check/owing-session.ts';
import { newUsers } from '../harness/enrolled.ts';
import { fronts, startFrontDoor } from './front-door.ts';

it.for(fronts)(
  'A85 through %s the door holds against every way in that check tries',
  async (front, { onTestFinished }) => {
    const door = await startFrontDoor(front);
    onTestFinished(() => door.stop());
    const { login, email } = await newUsers(() => door).enrolled();
    login.jar.set('theme', 'dark');
    const paths = ['/home', '/api/tile/1', '/pipelines'];
    const upstream = new URL(door.platform.url);
    const given = { account: email, paths, sockets: ['/ws'], upstream };
    const report = await check(door, login, given);
    expect(holesOf(report)).toEqual([]);
    expect(reportText(report, new URL(door.origin))).toMatch(/^The door holds: \d{3,} requests/m);
    expect(exitCodeOf(report)).toBe(0);
  },
);
