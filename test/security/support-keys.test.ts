import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createSupportKey,
  endSupportKey,
  type Scope,
  scopes,
} from '../../server/domain/support-keys.ts';
import { describedFetch } from '../harness/described.ts';
import { isIn, newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';

const hour = 60 * 60_000;

let door: InnerDoor;
let described: typeof fetch;

beforeAll(async () => {
  door = await startInnerDoor({ settings: { DOORCODE_SUPPORT_POLICY: '{"hourlyPerKey":3}' } });
  described = describedFetch(await (await fetch(`${door.supportUrl}/openapi.json`)).text());
});
afterAll(() => door.stop());

const { enrolled } = newUsers(() => door);

let names = 0;

async function newKey(given: readonly Scope[] = scopes, expiresAt = 0) {
  names += 1;
  const name = `desk-${names}`;
  const key = await createSupportKey(door.deps, { name, scopes: given, expiresAt });
  if (key === null) throw new Error(`the name ${name} is taken`);
  return { name, key };
}

async function call(path: string, key: string | null, body?: object) {
  const response = await described(`${door.supportUrl}/support/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      'Content-Type': 'application/json',
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const { status, headers } = response;
  const answer = (await response.json()) as { reason?: string; accounts?: { id: string }[] };
  return { status, headers, ...answer };
}

const find = (key: string | null, email = 'ada@acme.example') =>
  call(`accounts?${new URLSearchParams({ realm: 'acme', name: email })}`, key);

async function idOf(email: string): Promise<string> {
  const { accounts = [] } = await find(door.supportKey, email);
  return accounts[0]?.id ?? '';
}

/** One after the other: each turns the clock to have codes of its own. */
async function severalEnrolled(count: number) {
  const accounts: Awaited<ReturnType<typeof enrolled>>[] = [];
  while (accounts.length < count) accounts.push(await enrolled());
  const ids: string[] = [];
  for (const { email } of accounts) ids.push(await idOf(email));
  return { accounts, ids };
}

const lostPhone = { reason: 'lost phone', ticket: 'T-1', identifiedBy: 'called back' };
const reset = (id: string, key: string | null) =>
  call(`accounts/${id}/reset-cases`, key, lostPhone);

describe('A46 a support key', () => {
  it('A46 that is right does what its scopes say', async () => {
    const { key } = await newKey(['read', 'reset']);
    const { email, login } = await enrolled();
    expect((await find(key)).status).toBe(200);
    expect((await reset(await idOf(email), key)).status).toBe(201);
    expect(await isIn(login)).toBe(false);
  });

  it('A46 that is missing, mistyped, cut or in the address opens nothing', async () => {
    const { key } = await newKey();
    const { owner, email } = await enrolled();
    const id = await idOf(email);
    const last = key.endsWith('A') ? 'B' : 'A';
    for (const wrong of [null, '', 'x', key.slice(0, -1), key.slice(0, -1) + last, `${key}A`]) {
      for (const answer of [await find(wrong), await reset(id, wrong)]) {
        expect([answer.status, answer.reason]).toEqual([401, 'bad-support-key']);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
    for (const name of ['key', 'access_token', 'authorization', 'Authorization']) {
      const answer = await call(`accounts/${id}/reset-cases?${name}=${key}`, null, lostPhone);
      expect(answer.status).toBe(401);
    }
    expect(await isIn(owner)).toBe(true);
  });

  it('A46 that is expired or revoked opens nothing from that moment on', async () => {
    const expiring = await newKey(scopes, door.clock.now() + hour);
    const revoked = await newKey();
    expect((await find(expiring.key)).status).toBe(200);
    expect((await find(revoked.key)).status).toBe(200);
    expect(await endSupportKey(door.deps, revoked.name)).toBe('revoked');
    door.clock.advance(hour - 1);
    expect((await find(expiring.key)).status).toBe(200);
    door.clock.advance(1);
    expect((await find(expiring.key)).status).toBe(401);
    expect((await find(revoked.key)).status).toBe(401);
  });

  it('A46 of another scope is told which one the call needs', async () => {
    const { owner, email } = await enrolled();
    const id = await idOf(email);
    const cases = [
      ['read', () => find],
      ['reset', () => (key: string) => reset(id, key)],
    ] as const;
    for (const [scope, way] of cases) {
      const { key } = await newKey(scopes.filter((each) => each !== scope));
      const answer = await way()(key);
      expect([answer.status, answer.reason]).toEqual([403, 'missing-scope']);
      expect(answer.headers.get('www-authenticate')).toContain(`scope="${scope}"`);
    }
    expect(await isIn(owner)).toBe(true);
  });

  it('A46 is nowhere in the database, but in the audit by its name', async () => {
    const { name, key } = await newKey(['reset']);
    const { email } = await enrolled();
    const id = await idOf(email);
    await reset(id, key);
    const rows = (sql: string) => door.deps.store.read({ sql, args: [] });
    expect(JSON.stringify(await rows('SELECT * FROM support_key'))).not.toContain(key.slice(-20));
    expect(await rows(`SELECT actor, note FROM audit WHERE note LIKE '${name}:%'`)).toEqual([
      { actor: 'operator', note: `${name}: reset` },
    ]);
    const resets = await rows(
      `SELECT actor FROM audit WHERE account_id = '${id}' AND event = 'reset'`,
    );
    expect(resets).toEqual([{ actor: `support:${name}` }]);
  });
});

describe('A47 more resets in an hour than a key may do', () => {
  it('A47 are refused with an alarm, for this key alone, until the first is an hour old', async () => {
    const { name, key } = await newKey();
    const { accounts, ids } = await severalEnrolled(5);
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = ids;
    const started = door.clock.now();
    expect((await reset(first, key)).status).toBe(201);
    door.clock.advance(60_000);
    for (const id of [second, third]) expect((await reset(id, key)).status).toBe(201);

    const alarms = () => door.log.filter((line) => line.includes('"too-many-acts"'));
    const before = alarms().length;
    const refused = await reset(fourth, key);
    expect([refused.status, refused.reason]).toEqual([429, 'too-many-acts']);
    expect(refused.headers.get('retry-after')).toBe(String((hour - 60_000) / 1000));
    expect(alarms()).toHaveLength(before + 1);
    expect(alarms().at(-1)).toContain(`"actor":"support:${name}"`);
    const last = accounts[3];
    expect(last && (await isIn(last.owner))).toBe(true);

    const other = await newKey();
    expect((await reset(fifth, other.key)).status).toBe(201);

    door.clock.advance(started + hour - door.clock.now());
    expect((await reset(fourth, key)).status).toBe(201);
    expect((await reset(fifth, key)).status).toBe(429);
  });

  it('A47 are refused when they come all at once, too', async () => {
    const { key } = await newKey();
    const { ids } = await severalEnrolled(6);
    const statuses = (await Promise.all(ids.map((id) => reset(id, key)))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
  });
});
