import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIn, newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { type Person, reasonOf } from '../harness/person.ts';

const step = 30_000;
let door: InnerDoor;
const { enrolled, loggedIn } = newUsers(() => door);

beforeAll(async () => {
  door = await startInnerDoor();
});
afterAll(() => door.stop());

/** What the phone shows whose clock is `steps` off, and what the door says to it. */
async function typed(person: Person, steps: number) {
  const answer = await person.call('verify', { code: person.code(steps) });
  const { reason, clockOff } = JSON.parse(answer.body || '{"reason":"accepted"}') as {
    reason: string;
    clockOff?: number;
  };
  return { reason, clockOff };
}

const wrong = { reason: 'wrong-code', clockOff: undefined };

describe('the clock coach', () => {
  it.each([2, 5, 10, -10])(
    'says at the second code of a phone that is %i steps off by how much, and lets nobody in',
    async (steps) => {
      const { login } = await enrolled();
      door.clock.advance(20 * step);
      expect(await typed(login, steps)).toEqual(wrong);
      door.clock.advance(step);
      expect(await typed(login, steps)).toEqual({ reason: 'wrong-code', clockOff: steps * 30 });
      expect(await isIn(login)).toBe(false);
    },
  );

  it.each([11, -11])('says nothing of a phone that is %i steps off', async (steps) => {
    const { login } = await enrolled();
    door.clock.advance(20 * step);
    for (let i = 0; i < 3; i++) {
      expect(await typed(login, steps)).toEqual(wrong);
      door.clock.advance(step);
    }
  });

  it('says nothing when the same code comes twice', async () => {
    const { login } = await enrolled();
    expect(await typed(login, 4)).toEqual(wrong);
    expect(await typed(login, 4)).toEqual(wrong);
  });

  it('says nothing when the two codes fit different offsets', async () => {
    const { login } = await enrolled();
    expect(await typed(login, 4)).toEqual(wrong);
    door.clock.advance(step);
    expect(await typed(login, 5)).toEqual(wrong);
  });

  it('says nothing when another wrong code came in between', async () => {
    const { login } = await enrolled();
    expect(await typed(login, 4)).toEqual(wrong);
    expect(reasonOf(await login.call('verify', { code: login.wrongCode() }))).toBe('wrong-code');
    door.clock.advance(step);
    expect(await typed(login, 4)).toEqual(wrong);
  });

  it('says nothing of steps that were accepted already', async () => {
    const { login } = await enrolled();
    door.clock.advance(20 * step);
    await login.call('verify', { code: login.code() });
    door.clock.advance(4 * step);
    const thief = await loggedIn((await login.state()).account?.email);
    thief.useSecret(login.secret);
    expect(await typed(thief, -5)).toEqual(wrong);
    door.clock.advance(step);
    expect(await typed(thief, -5)).toEqual(wrong);
  });

  it('counts every such code as any failure', async () => {
    const { login } = await enrolled();
    for (let i = 0; i < 5; i++) {
      expect((await typed(login, 6)).reason).toBe('wrong-code');
      door.clock.advance(step / 30);
    }
    expect((await typed(login, 6)).reason).toBe('wait');
    expect((await login.state()).waitUntil).not.toBeNull();
  });

  it('says it in the set-up at the first code: who sets up knows the secret', async () => {
    const owner = await loggedIn();
    const pendingId = await owner.startSetUp();
    const answer = await owner.call('confirm', { pendingId, code: owner.code(-3) });
    expect(JSON.parse(answer.body)).toMatchObject({ reason: 'wrong-code', clockOff: -90 });
    const other = await owner.call('confirm', { pendingId, code: owner.wrongCode() });
    expect(JSON.parse(other.body)).not.toHaveProperty('clockOff');
    expect((await owner.state()).factor).toBe('none');
  });
});
