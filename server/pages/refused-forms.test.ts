import { describe, expect, it } from 'vitest';
import { evilSession } from '../../test/harness/evil-session.ts';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import type { Failure } from '../domain/failure.ts';
import type { Session } from '../domain/session.ts';
import type { Place } from './forms.ts';
import { hostedPage, type PageRequest } from './hosted-page.ts';
import { en } from './texts/en.ts';
import { textsFor } from './texts/texts.ts';

const clock = newClock();
const owing: Session = { ...evilSession, email: 'ada@acme.example' };
const cleared: Session = { ...owing, clearedUntil: clock.now() + 60_000 };
const free: Session = { ...owing, factor: 'none', secret: null, secretId: null };
const reset: Session = { ...free, mustSetUp: true };

const wrongCode: Failure = { ok: false, reason: 'wrong-code' };

async function pageFor(session: Session, change: Partial<PageRequest> = {}): Promise<string> {
  const { body } = await hostedPage(await scratchDeps(clock), {
    page: 'settings',
    session,
    acceptLanguage: 'en',
    returnTo: '/',
    ...change,
  });
  return body;
}

const alertsIn = (html: string) =>
  Array.from(html.matchAll(/<p class="error" id="error" role="alert">([^<]*)<\/p>/g), ([, t]) => t);
const idsOf = (html: string, attribute: string) =>
  Array.from(html.matchAll(/<input[^>]*>/g), ([tag]) => tag)
    .filter((tag) => tag.includes(attribute))
    .map((tag) => /\sid="([^"]+)"/.exec(tag)?.[1]);
/** The form that holds the field with this id. */
const formOf = (html: string, id: string) =>
  (html.match(/<form method="post".*?<\/form>/gs) ?? []).find((form) =>
    form.includes(`id="${id}"`),
  ) ?? '';
const openDetailsIn = (html: string) =>
  Array.from(html.matchAll(/<details open>\s*<summary>([^<]*)/g), ([, words]) => words);

describe('what was refused is said beside the form that was used, and the focus stands there', () => {
  const cases: readonly (readonly [Session, Place, open: string[]])[] = [
    [owing, 'code', []],
    [owing, 'recovery', [en.useRecoveryCode]],
    [cleared, 'deactivate', []],
    [cleared, 'replace', [en.replacePhone]],
    [cleared, 'recovery-codes', [en.newCodes]],
    [reset, 'set-up', []],
  ];
  for (const [session, place, open] of cases) {
    it(`for the form ${place}`, async () => {
      const html = await pageFor(session, { place, failure: wrongCode });
      expect(alertsIn(html)).toHaveLength(1);
      expect(alertsIn(formOf(html, place))).toHaveLength(1);
      expect(idsOf(html, 'aria-invalid="true"')).toEqual([place]);
      expect(idsOf(html, 'aria-describedby="error"')).toEqual([place]);
      expect(idsOf(html, ' autofocus')).toEqual([place]);
      expect(openDetailsIn(html)).toEqual(open);
    });
  }

  it('for the confirmation, whatever the session had before', async () => {
    for (const session of [free, reset, cleared]) {
      const html = await pageFor(session, {
        page: 'confirm',
        setup: { pendingId: 'pending', started: null },
        failure: wrongCode,
      });
      expect(alertsIn(formOf(html, 'confirm'))).toHaveLength(1);
      expect(idsOf(html, ' autofocus')).toEqual(['confirm']);
    }
  });

  it('and above all forms when it was none of those on the page', async () => {
    const html = await pageFor(cleared, {
      place: 'set-up',
      failure: { ok: false, reason: 'already-active' },
    });
    expect(alertsIn(html)).toEqual([en.reasons['already-active']]);
    expect(html.indexOf('role="alert"')).toBeLessThan(html.indexOf('<form'));
    expect(idsOf(html, 'aria-invalid')).toEqual([]);
  });

  it('and nowhere when nothing was refused', async () => {
    for (const [session, first] of [
      [owing, 'code'],
      [cleared, 'deactivate'],
      [reset, 'set-up'],
    ] as const) {
      const html = await pageFor(session);
      expect(alertsIn(html)).toEqual([]);
      expect(idsOf(html, ' autofocus')).toEqual([first]);
      expect(idsOf(html, 'aria-')).toEqual([]);
      expect(openDetailsIn(html)).toEqual([]);
    }
  });

  it('a wait that began earlier is said to whoever comes, but not to a set-up that no wait concerns', async () => {
    const waitUntil = clock.now() + 60_000;
    const said = `${en.reasons.wait} Try again in 60 seconds.`;
    expect(alertsIn(formOf(await pageFor({ ...owing, waitUntil }), 'code'))).toEqual([said]);
    expect(alertsIn(await pageFor({ ...cleared, waitUntil }))).toEqual([said]);
    expect(alertsIn(await pageFor({ ...reset, waitUntil }))).toEqual([said]);
    expect(alertsIn(await pageFor({ ...free, waitUntil }))).toEqual([]);
    const setup = { pendingId: 'pending', started: null };
    const confirming = await pageFor({ ...cleared, waitUntil }, { page: 'confirm', setup });
    expect(alertsIn(confirming)).toEqual([]);
  });
});

describe('the words of a refusal', () => {
  it('do not speak of the next code to somebody who typed a recovery code', async () => {
    const said = async (session: Session, place: Place, reason: Failure['reason']) =>
      alertsIn(await pageFor(session, { place, failure: { ok: false, reason } }))[0];
    expect(await said(owing, 'recovery', 'wrong-code')).toBe(en.wrongRecoveryCode);
    expect(await said(owing, 'recovery', 'malformed-code')).toBe(en.malformedRecoveryCode);
    expect(await said(cleared, 'replace', 'wrong-code')).toBe(en.wrongEitherCode);
    expect(await said(cleared, 'replace', 'malformed-code')).toBe(en.malformedEitherCode);
    expect(await said(owing, 'code', 'wrong-code')).toBe(en.reasons['wrong-code']);
    expect(await said(owing, 'recovery', 'internal')).toBe(en.reasons.internal);
  });

  it('explain a set-up that has ended to somebody who has a factor, and offer new recovery codes', async () => {
    const failure: Failure = { ok: false, reason: 'setup-over' };
    const html = await pageFor(cleared, { place: 'confirm', failure });
    expect(alertsIn(html)).toEqual([en.setupEnded]);
    const first = await pageFor(free, { place: 'confirm', failure });
    expect(alertsIn(first)).toEqual([en.reasons['setup-over']]);
  });

  it('name the phone’s clock, which way and how far it is off, in place of a code that is not right', async () => {
    const said = async (clockOff: number, acceptLanguage: string) => {
      const failure: Failure = { ...wrongCode, clockOff, waitUntil: clock.now() + 30_000 };
      const [alert] = alertsIn(await pageFor(owing, { failure, acceptLanguage }));
      expect(alert).not.toContain(textsFor(acceptLanguage).reasons['wrong-code']);
      return alert;
    };
    expect(await said(120, 'en')).toBe(
      'Your phone’s clock is about 2 minutes ahead. Set it to automatic, then enter the next code. Try again in 30 seconds.',
    );
    expect(await said(-60, 'en')).toContain('about 1 minute behind.');
    expect(await said(300, 'pt-BR')).toContain('cerca de 5 minutos adiantado.');
    expect(await said(-300, 'pt-BR')).toContain('cerca de 5 minutos atrasado.');
    expect(await said(90, 'es')).toContain('adelantado cerca de 2 minutos.');
    expect(await said(-90, 'es')).toContain('atrasado cerca de 2 minutos.');
  });
});

describe('a login that is not fresh', () => {
  const failure: Failure = { ok: false, reason: 'login-again' };

  it.each([
    ['without a factor', free, 'set-up'],
    ['after a reset', reset, 'set-up'],
    ['with a phone to replace', cleared, 'replace'],
  ] as const)('is offered a new one %s, in place of the form', async (_, session, place) => {
    const html = await pageFor(session, { place, failure });
    expect(alertsIn(html)).toEqual([en.reasons['login-again']]);
    expect(html).not.toContain('action="/.two-factor/activate"');
    const [signOut] =
      html.match(/<form method="post" action="\/\.two-factor\/sign-out">.*?<\/form>/s) ?? [];
    expect(signOut).toContain(en.logInAgain);
    expect(signOut).toContain('autofocus aria-describedby="error"');
    expect(html.match(/autofocus/g)).toHaveLength(1);
    expect(html.includes('action="/.two-factor/deactivate"')).toBe(session === cleared);
  });
});
