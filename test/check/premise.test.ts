import { expect, it } from 'vitest';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { exitCodeOf, reportText } from '../../server/check/report.ts';
import { check, startWideDoor } from './owing-session.ts';

/*
 * A refusal proves something only if the session is somebody's, owes its code, and still does so at the
 * end: whatever is otherwise is no pass.
 */

type Started = Awaited<ReturnType<typeof startWideDoor>>;

const impossible: Readonly<
  Record<string, { says: string; run(started: Started): ReturnType<typeof check> }>
> = {
  'a session that has shown its code': {
    says: 'This session has shown its code',
    run: async ({ door, enrolled }) => check(door, (await enrolled()).owner),
  },
  'an account without a factor': {
    says: 'user1@acme.example, acme has no factor',
    run: async ({ door, loggedIn }) => check(door, await loggedIn()),
  },
  'a session that has ended': {
    says: 'The platform does not recognise this session',
    run: ({ door }) => check(door, 'Cookie: session=AAAAAAAAAAAAAAAA'),
  },
  'no credential of the profile': {
    says: 'There is no credential of the profile in what was given',
    run: ({ door }) => check(door, 'Cookie: theme=dark'),
  },
  'one cookie twice': {
    says: 'one cookie twice',
    run: ({ door }) => check(door, 'Cookie: session=a; session=b'),
  },
  'the session of another account': {
    says: 'The session is that of user1@acme.example, acme, not of bob@acme.example',
    run: async ({ door, enrolled }) =>
      check(door, (await enrolled()).login, { account: 'bob@acme.example' }),
  },
  'the platform itself in place of the door': {
    says: 'No Doorcode answers at',
    run: async ({ door, upstream, enrolled }) =>
      check(door, (await enrolled()).login, { gate: upstream }),
  },
  'nothing in place of the door': {
    says: 'Nothing answers at http://127.0.0.1:9',
    run: ({ door }) => check(door, 'Cookie: session=a', { gate: new URL('http://127.0.0.1:9') }),
  },
  'the profile of another platform': {
    says: 'stands before "Northwind Flows", and the profile is that of "Elsewhere"',
    run: ({ door }) =>
      check(door, 'Cookie: session=a', { profile: { ...door.deps.profile, name: 'Elsewhere' } }),
  },
  'a platform that cannot be asked': {
    says: 'The gate cannot ask the platform',
    run: async ({ door, enrolled }) => {
      const { login } = await enrolled();
      door.clock.advance(60_000);
      door.platform.identity = 'html';
      return check(door, login);
    },
  },
  'a profile that takes nobody for somebody': {
    says: 'Without any credential the identity endpoint names somebody',
    run: async ({ door, enrolled }) => {
      const { profile } = door.deps;
      const whoami = {
        ...profile.whoami,
        path: '/spa/start',
        accountId: 'language',
        realm: undefined,
      };
      return check(door, (await enrolled()).login, {
        profile: { ...profile, whoami: { ...whoami, name: 'language' } },
      });
    },
  },
};

it.each(Object.entries(impossible))('nothing can be proven with %s', async (_, { says, run }) => {
  const started = await startWideDoor(standIn);
  const report = await run(started);
  const text = reportText(report, new URL(started.door.origin));
  expect(text).toMatch(/^Nothing can be proven\. /);
  expect(text).toContain(says);
  expect(exitCodeOf(report)).toBe(2);
});

it('a session that ends in the middle makes it no pass', async () => {
  const { door, enrolled } = await startWideDoor(standIn);
  const { login } = await enrolled();
  const ways = new Set<string>();
  const onTried = ({ way }: { way: string }) => {
    if (ways.size === 4) return;
    ways.add(way);
    if (ways.size < 4) return;
    for (const { id } of door.platform.accounts) door.platform.endSessions(id);
    door.clock.advance(60_000);
  };
  const report = await check(door, login, { profile: door.deps.profile, onTried });
  expect(ways.size).toBe(4);
  expect(exitCodeOf(report)).toBe(2);
  expect(reportText(report, new URL(door.origin))).toMatch(/^Not finished\. After "each way in/m);
});
