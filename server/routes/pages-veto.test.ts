import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIn, newUsers } from '../../test/harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../../test/harness/inner-door.ts';
import type { Person } from '../../test/harness/person.ts';
import { type Answer, navigation, send } from '../../test/harness/request.ts';
import { reset } from '../../test/harness/reset.ts';
import { closeCase } from '../domain/close-case.ts';
import { carryOutDueCases, openCase } from '../domain/reset-cases.ts';
import { vetoToken } from '../domain/veto.ts';
import { textsFor } from '../pages/texts/texts.ts';

const lostPhone = { reason: 'lost phone', ticket: 'T-1', identifiedBy: 'called back' };

let door: InnerDoor;
beforeAll(async () => {
  const policy = { hourlyPerKey: 1000, hourlyPerRealm: 1000, coolingOffMinutes: 60 };
  door = await startInnerDoor({ settings: { DOORCODE_SUPPORT_POLICY: JSON.stringify(policy) } });
});
afterAll(() => door.stop());

const { enrolled } = newUsers(() => door);
const texts = textsFor('en');

async function opened(accountId: string): Promise<{ caseId: string; link: string }> {
  const result = await openCase(door.deps, 'operator', accountId, lostPhone);
  if (!result.ok) throw new Error(result.reason);
  const { id } = result.resetCase;
  return { caseId: id, link: `/.two-factor/veto/${id}.${vetoToken(door.deps, id)}` };
}

/** Somebody with the message and no session. */
const visit = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
  send(door.origin, { path, method, headers: { ...navigation, ...headers } });

const pressed = { 'Sec-Fetch-Site': 'same-origin' };
const press = (path: string) => visit(path, 'POST', { ...pressed, Origin: door.origin });

/** Fields of the form on a page that posts to `action`. */
function fieldsOf(page: string, action: string): Record<string, string> {
  const [, form = ''] = page.split(`action="${action}"`);
  const [inside = ''] = form.split('</form>');
  const found = inside.matchAll(/name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries(Array.from(found, ([, name = '', value = '']) => [name, value]));
}

const titleOf = ({ body }: Answer) => /<h1>([^<]*)<\/h1>/.exec(body)?.[1];
const isOpen = async (person: Person) => (await person.state()).openCase !== null;

describe('the link of a message', () => {
  it('shows what was asked for and when, to whoever has it, and a look changes nothing', async () => {
    const { owner } = await enrolled();
    const { link } = await opened(owner.accountId);
    for (const method of ['GET', 'HEAD', 'GET']) {
      const page = await visit(link, method);
      expect(page.status).toBe(200);
      expect(page.headers['cache-control']).toBe('no-store');
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(page.headers['x-frame-options']).toBe('DENY');
      expect(page.headers['referrer-policy']).toBe('same-origin');
      expect(page.headers['set-cookie']).toBeUndefined();
      if (method === 'HEAD') continue;
      expect(page.body).toContain(texts.vetoTitle);
      expect(page.body).toContain('2026 at ');
      expect(page.body).not.toMatch(/user\d+@|acme/);
    }
    expect(await isOpen(owner)).toBe(true);
  });

  it('stops the reset when its button is pressed, however often, and all stays as it was', async () => {
    const { owner } = await enrolled();
    const { link } = await opened(owner.accountId);
    const alarms = () => door.log.filter((line) => line.includes('"reset-vetoed"')).length;
    const before = alarms();
    for (const page of await Promise.all([press(link), press(link)])) {
      expect([page.status, titleOf(page)]).toEqual([200, texts.vetoedTitle]);
    }
    for (const page of [await press(link), await visit(link)]) {
      expect([page.status, titleOf(page)]).toEqual([200, texts.vetoedTitle]);
    }
    expect(alarms()).toBe(before + 1);
    expect(await isOpen(owner)).toBe(false);
    expect(await isIn(owner)).toBe(true);
  });

  it('says what became of a reset that was carried out or called off, and offers no button', async () => {
    const done = await enrolled();
    const cancelled = await enrolled();
    const { link: doneLink } = await opened(done.owner.accountId);
    const { link: cancelledLink, caseId } = await opened(cancelled.owner.accountId);
    await closeCase(door.deps, 'operator', caseId, 'cancelled', 'found again');
    door.clock.advance(60 * 60_000);
    await carryOutDueCases(door.deps);
    for (const look of [visit, press]) {
      for (const [link, title] of [
        [doneLink, texts.doneTitle],
        [cancelledLink, texts.cancelledTitle],
      ] as const) {
        const page = await look(link);
        expect([page.status, titleOf(page)]).toEqual([200, title]);
        expect(page.body).not.toContain('<form');
      }
    }
    expect(await isIn(done.owner)).toBe(false);
    expect(await isIn(cancelled.owner)).toBe(true);
  });

  it('from another site, cut, or made up stops nothing', async () => {
    const { owner } = await enrolled();
    const { link, caseId } = await opened(owner.accountId);
    const elsewhere = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    const sandboxed = { ...pressed, Origin: 'null' };
    for (const headers of [elsewhere, sandboxed]) {
      expect((await visit(link, 'POST', headers)).status).toBe(403);
    }
    for (const wrong of [
      link.slice(0, -1),
      `/.two-factor/veto/${caseId}`,
      '/.two-factor/veto/x.y',
    ]) {
      expect((await press(wrong)).status).toBe(404);
      expect((await visit(wrong)).status).toBe(404);
    }
    expect(await isOpen(owner)).toBe(true);
  });

  it.each(['en', 'pt-BR', 'es'])('speaks %s', async (language) => {
    const { owner } = await enrolled();
    const { link } = await opened(owner.accountId);
    const words = textsFor(language);
    const page = await visit(link, 'GET', { 'Accept-Language': language });
    expect(page.body).toContain(words.veto);
    expect(page.body).toContain(`<html lang="${words.lang}">`);
  });
});

describe('somebody who logs in with the code while a case is open', () => {
  it('is led past the question and nothing else, and stops the reset there', async () => {
    const { login } = await enrolled();
    await opened(login.accountId);
    const asked = await login.navigate('/pipelines');
    const fields = fieldsOf(asked.body, '/.two-factor/verify');
    const form = { ...fields, code: login.code() };
    const entered = await login.postForm('/.two-factor/verify', form);
    const again = await login.postForm('/.two-factor/verify', form);
    for (const { headers } of [entered, again]) {
      expect(headers.location).toBe('/.two-factor/?return=%2Fpipelines');
    }
    const page = await login.navigate(String(entered.headers.location));
    expect(titleOf(page)).toBe(texts.vetoTitle);
    expect(page.body).toContain('href="/pipelines"');
    expect(page.body).not.toContain('/.two-factor/deactivate');
    const done = await login.postForm(
      '/.two-factor/veto',
      fieldsOf(page.body, '/.two-factor/veto'),
    );
    expect([done.status, titleOf(done)]).toEqual([200, texts.vetoedTitle]);
    expect(done.body).toContain('href="/pipelines"');
    expect(await isOpen(login)).toBe(false);
    expect(await isIn(login)).toBe(true);
  });

  it('finds the question on the settings page too, where no field waits for the next code', async () => {
    const { owner } = await enrolled();
    const before = await owner.navigate('/.two-factor/');
    expect(before.body).toContain(' autofocus');
    await opened(owner.accountId);
    const page = await owner.navigate('/.two-factor/');
    expect(titleOf(page)).toBe(texts.activeTitle);
    expect(page.body).toContain(`<h2 id="veto">${texts.vetoTitle}</h2>`);
    expect(page.body).not.toContain(' autofocus');
    const form = fieldsOf(page.body, '/.two-factor/veto');
    const done = await owner.postForm('/.two-factor/veto', form);
    expect(titleOf(done)).toBe(texts.vetoedTitle);
    const again = await owner.postForm('/.two-factor/veto', form);
    expect(again.status).toBe(409);
    expect(again.body).toContain(texts.reasons['case-closed']);
    expect(await isOpen(owner)).toBe(false);
  });

  it('and whoever has the password alone sees no such question, and stops nothing', async () => {
    const { login, owner } = await enrolled();
    const { caseId } = await opened(owner.accountId);
    const page = await login.navigate('/.two-factor/');
    expect(page.body).not.toContain(texts.vetoTitle);
    const { token = '' } = fieldsOf(page.body, '/.two-factor/verify');
    const fields = { token, account: owner.accountId, caseId };
    const refused = await login.postForm('/.two-factor/veto', fields);
    expect(refused.status).toBe(403);
    expect((await login.call('veto', { caseId })).status).toBe(403);
    expect((await login.state()).openCase).toBeNull();
    expect(await isOpen(owner)).toBe(true);
  });

  it('stops no case of another account', async () => {
    const { owner } = await enrolled();
    const victim = await enrolled();
    const { caseId } = await opened(victim.owner.accountId);
    expect((await owner.call('veto', { caseId })).status).toBe(409);
    expect(await isOpen(victim.owner)).toBe(true);
    expect((await victim.owner.call('veto', { caseId })).status).toBe(204);
    expect(await isOpen(victim.owner)).toBe(false);
  });
});

it('a set-up that needs no code from support asks for none', async () => {
  const policy = { setupCode: false, hourlyPerKey: 1000 };
  const waiving = await startInnerDoor({
    settings: { DOORCODE_SUPPORT_POLICY: JSON.stringify(policy) },
  });
  try {
    const owner = waiving.person();
    await owner.logIn('user1@acme.example');
    await owner.activate();
    await expect(reset(waiving.deps, owner.accountId)).rejects.toThrow('without a set-up code');
    const page = await owner.navigate('/home');
    expect(page.body).toContain(texts.setUpAnewText);
    expect(page.body).not.toContain('name="setupCode"');
    expect(await owner.state()).toMatchObject({ needsSetupCode: false, session: 'setup-required' });
    const fields = fieldsOf(page.body, '/.two-factor/activate');
    const started = await owner.postForm('/.two-factor/activate', fields);
    expect(started.body).toContain('<svg');
  } finally {
    await waiving.stop();
  }
});
