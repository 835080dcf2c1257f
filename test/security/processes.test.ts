import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  openExistingStore,
  type Row,
  type Store,
  type Value,
} from '../../server/store/database.ts';
import { bigCount } from '../harness/counts.ts';
import { type Door, startDoor } from '../harness/door.ts';
import type { Clock } from '../harness/inner-door.ts';
import { newPerson, type Person, reasonOf } from '../harness/person.ts';
import { type Answer, send } from '../harness/request.ts';
import { type HranaProcess, startHranaProcess } from '../hrana/hrana-process.ts';

/*
 * Three server processes on one database, asked over their real sockets at the same moment. Each test
 * takes an account that nobody used before. Real clocks: where somebody set up a moment ago, the app is
 * one step ahead, which the window allows; so no test waits for a step to begin.
 */

type Town = {
  readonly door: Door;
  readonly gates: readonly string[];
  readonly store: Store;
  readonly hrana: HranaProcess | null;
  stop(): Promise<void>;
};

async function startTown(isRemote: boolean): Promise<Town> {
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-'));
  const hrana = isRemote ? await startHranaProcess(join(folder, 'remote.db')) : null;
  const url = hrana?.url ?? `file:${join(folder, 'doorcode.db')}`;
  const door = await startDoor({ settings: { DOORCODE_DATABASE_URL: url } });
  const others = await Promise.all([door.another(), door.another()]);
  const store = await openExistingStore(url);
  return {
    door,
    gates: [door.origin, ...others.map(({ gate }) => gate)],
    store,
    hrana,
    async stop() {
      store.close();
      await door.stop();
      await hrana?.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const times = (count: number) => Array.from({ length: count }, (_, i) => i);
const base = '/.two-factor/v1';

/** Real time, but for those whose app is ahead. */
function newClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

describe.each([
  { kind: 'a file', isRemote: false },
  { kind: 'a remote database', isRemote: true },
])('three processes on $kind', ({ isRemote }) => {
  let town: Town;
  let next = 1;

  beforeAll(async () => {
    town = await startTown(isRemote);
  }, 60_000);
  afterAll(() => town.stop());

  async function enrolled(): Promise<{
    owner: Person;
    email: string;
    another: () => Promise<Person>;
  }> {
    const email = `user${next++}@acme.example`;
    const clock = newClock();
    const owner = newPerson(town.door.origin, clock);
    await owner.logIn(email);
    await owner.activate();
    const another = async () => {
      const login = newPerson(town.door.origin, clock);
      login.useSecret(owner.secret);
      await login.logIn(email);
      return login;
    };
    return { owner, email, another };
  }

  /** The `i`-th request goes to the `i`-th process, with this person's cookies. */
  const gateOf = (i: number) => town.gates[i % town.gates.length] ?? '';

  const verifyAt = (i: number, person: Person, code: string): Promise<Answer> =>
    send(gateOf(i), {
      method: 'POST',
      path: `${base}/verify`,
      headers: person.pageHeaders(),
      body: JSON.stringify({ account: person.accountId, code }),
    });

  const fetchAt = (i: number, person: Person, path: string): Promise<Answer> =>
    send(gateOf(i), { path, headers: { Cookie: person.visitor.cookieHeader() } });

  const rowsOf = (sql: string, ...args: Value[]): Promise<Row[]> => town.store.read({ sql, args });

  const failuresOf = async ({ accountId }: Person): Promise<number> => {
    const sql = 'SELECT coalesce(sum(failures), 0) AS n FROM throttle WHERE account_id = ?';
    return Number((await rowsOf(sql, accountId))[0]?.n);
  };

  it(
    'A06 one code 50 times at once, over all of them, clears exactly one session',
    async () => {
      for (const _ of times(bigCount(1, 20))) {
        const { owner, another } = await enrolled();
        const sessions = await Promise.all(times(50).map(another));
        const code = owner.code();
        const answers = await Promise.all(sessions.map((each, i) => verifyAt(i, each, code)));
        expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
        const refusals = answers.filter(({ status }) => status !== 204).map(reasonOf);
        expect(refusals.filter((reason) => !['wrong-code', 'wait'].includes(reason))).toEqual([]);
        const inside = await Promise.all(
          sessions.map((each, i) => fetchAt(i + 1, each, '/api/me')),
        );
        expect(inside.map(({ status }) => status).sort()).toEqual([200, ...Array(49).fill(403)]);
        const accepted = `SELECT count(*) AS n FROM attempt
          WHERE account_id = ? AND purpose = 'verify' AND verdict = 'accepted'`;
        expect(await rowsOf(accepted, owner.accountId)).toEqual([{ n: 1 }]);
      }
    },
    bigCount(60_000, 600_000),
  );

  it(
    'A10 30 first requests at once, over all of them, with one sealed code are one attempt',
    async () => {
      for (const index of times(bigCount(4, 40))) {
        const isRight = index % 2 === 1;
        const { owner, email } = await enrolled();
        const login = newPerson(town.door.origin, newClock());
        await login.call('login-code', { code: isRight ? owner.code() : owner.wrongCode() });
        await login.visitor.logIn(email);
        const answers = await Promise.all(
          times(30).map((i) => fetchAt(i, login, `/api/tile/${(i % 20) + 1}`)),
        );
        const expected = Array(30).fill(isRight ? 200 : 403);
        expect(answers.map(({ status }) => status)).toEqual(expected);
        expect(await failuresOf(owner)).toBe(isRight ? 0 : 1);
        // Later ones find the code spent, wherever they come.
        const again = await Promise.all(times(3).map((i) => fetchAt(i, login, '/api/me')));
        expect(again.map(({ status }) => status)).toEqual(expected.slice(0, 3));
        expect(await failuresOf(owner)).toBe(isRight ? 0 : 1);
      }
    },
    bigCount(60_000, 600_000),
  );

  it(
    'A12 of 100 wrong codes at once, over all of them, with one attempt left one is evaluated',
    async () => {
      for (const _ of times(bigCount(1, 20))) {
        const { owner, another } = await enrolled();
        const login = await another();
        const code = owner.wrongCode();
        for (const i of times(4)) {
          expect(reasonOf(await verifyAt(i, login, code))).toBe('wrong-code');
        }
        const answers = await Promise.all(times(100).map((i) => verifyAt(i, login, code)));
        const reasons = answers.map(reasonOf).sort();
        expect(reasons).toEqual([...Array(99).fill('wait'), 'wrong-code']);
        expect(await failuresOf(owner)).toBe(5);
        const right = await verifyAt(1, login, owner.code());
        expect(reasonOf(right)).toBe('wait');
      }
    },
    bigCount(60_000, 600_000),
  );
});

it('a gate whose remote database is gone refuses, and goes on by itself once that is back', async () => {
  const { door, hrana, gates, stop } = await startTown(true);
  onTestFinished(stop);
  const owner = newPerson(door.origin, newClock());
  await owner.logIn('ada@acme.example');
  await owner.activate();
  const headers = { Cookie: owner.visitor.cookieHeader() };
  const statuses = async () => {
    const answers = await Promise.all(
      gates.map((gate) => send(gate, { path: '/api/me', headers })),
    );
    return answers.map(({ status }) => status);
  };
  for (const _ of times(2)) {
    expect(await statuses()).toEqual([200, 200, 200]);
    await hrana?.kill();
    expect(Math.min(...(await statuses()))).toBeGreaterThanOrEqual(500);
    const answer = await owner.call('verify', { code: owner.code() });
    expect(answer.status).toBeGreaterThanOrEqual(500);
    await hrana?.start();
  }
  expect(await statuses()).toEqual([200, 200, 200]);
  // Nothing was spent meanwhile.
  expect((await owner.call('verify', { code: owner.code() })).status).toBe(204);
});
