import { expect, it } from 'vitest';
import { reportText } from '../../server/check/report.ts';
import { check, holesOf } from '../check/owing-session.ts';
import { newUsers } from '../harness/enrolled.ts';
import { fronts, startFrontDoor } from './front-door.ts';

it.for(fronts)(
  'through %s the door holds against every way in that check tries',
  async (front, { onTestFinished }) => {
    const door = await startFrontDoor(front);
    onTestFinished(() => door.stop());
    const { login, email } = await newUsers(() => door).enrolled();
    const paths = ['/home', '/api/tile/1', '/pipelines'];
    const report = await check(door, login, { account: email, paths, sockets: ['/ws'] });
    expect(holesOf(report)).toEqual([]);
    expect(reportText(report, new URL(door.origin))).toMatch(/^The door holds/m);
  },
);
