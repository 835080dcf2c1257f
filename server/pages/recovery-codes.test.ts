import { describe, expect, it } from 'vitest';
import { evilSession } from '../../test/harness/evil-session.ts';
import { newAccount } from '../../test/harness/scratch-account.ts';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import { newRecoveryCodes } from '../domain/recovery-codes.ts';
import type { Session } from '../domain/session.ts';
import type { Place } from './forms.ts';
import { hostedPage, type PageRequest } from './hosted-page.ts';
import { en } from './texts/en.ts';
import { textsFor } from './texts/texts.ts';

const clock = newClock();
const languages = ['en', 'pt-BR', 'es'];
const cleared: Session = { ...evilSession, clearedUntil: clock.now() + 60_000 };
const free: Session = { ...evilSession, factor: 'none', secret: null, secretId: null };

async function pageOf(change: Partial<PageRequest>): Promise<string> {
  const { body } = await hostedPage(await scratchDeps(clock), {
    page: 'settings',
    session: cleared,
    acceptLanguage: 'en',
    returnTo: '/',
    ...change,
  });
  return body;
}

/** The settings of an account that has so many recovery codes left. */
async function settingsWith(codesLeft: number, acceptLanguage = 'en'): Promise<string> {
  const deps = await scratchDeps(clock);
  const accountId = await newAccount(deps.store);
  const { hashes } = newRecoveryCodes(deps.random, deps.random(20));
  await deps.store.commit(
    hashes.slice(0, codesLeft).map((hash) => ({
      sql: 'INSERT INTO recovery_code (account_id, hash) VALUES (:accountId, :hash)',
      args: { accountId, hash },
    })),
  );
  const session = { ...cleared, accountId };
  const request = { page: 'settings', session, acceptLanguage, returnTo: '/' } as const;
  return (await hostedPage(deps, request)).body;
}

describe('the page with fresh recovery codes', () => {
  const recoveryCodes = ['KQ7MA-CDEFG-HJKMN', 'ACDEF-GHJKM-NPQRT', 'XY346-79ACD-EFGHJ'];
  const fresh = (change: Partial<PageRequest> = {}) =>
    pageOf({ page: 'recovery-codes', place: 'confirm', recoveryCodes, ...change });

  it('shows each of them once, one a line, to be copied by hand', async () => {
    const html = await fresh();
    expect(html).toContain(`<pre class="codes">${recoveryCodes.join('\n')}</pre>`);
    expect(html.match(/KQ7MA/g)).toHaveLength(1);
  });

  it('says what they are for and that they come once, and leads on by one button alone', async () => {
    for (const acceptLanguage of languages) {
      const html = await fresh({ acceptLanguage, returnTo: '/pipelines?page=2' });
      const texts = textsFor(acceptLanguage);
      expect(html).toContain(texts.recoveryCodesText);
      expect(html).toContain(texts.shownOnce);
      expect(html.match(/<(?:a|button|input|form)\b[^>]*>[^<]*/g)).toEqual([
        `<a class="button" href="/pipelines?page=2">${texts.continue}`,
      ]);
    }
  });

  it('prints the codes and nothing else', async () => {
    const [, print] = /@media print \{(.*?)\n\}/s.exec(await fresh()) ?? [];
    expect(print).toContain('main:has(.codes) > :not(.codes) { display: none; }');
  });

  it('says what has changed: activated, another phone, or only other codes', async () => {
    const news = async (session: Session, place: Place) =>
      /<p>([^<]*)<\/p>/.exec(await fresh({ session, place }))?.[1];
    expect(await news(free, 'confirm')).toBe(en.activeTitle);
    expect(await news(cleared, 'confirm')).toBe(en.newPhoneWorks);
    expect(await news(cleared, 'recovery-codes')).toBe(en.oldCodesEnded);
  });

  it('is an answer of its own: no other page has codes to show', async () => {
    for (const page of ['code', 'settings', 'confirm', 'set-up', 'refusal'] as const) {
      expect(await pageOf({ page, recoveryCodes })).not.toMatch(/KQ7MA|class="codes"/);
    }
  });
});

describe('the code page', () => {
  const owing = () => pageOf({ page: 'code', session: evilSession, returnTo: '/x' });

  it('takes a recovery code in a field that no browser puts right, offers or keeps', async () => {
    const html = await owing();
    const [details = ''] = /<details>.*?<\/details>/s.exec(html) ?? [];
    expect(details).toContain(`<summary>${en.useRecoveryCode}</summary>`);
    expect(details).toContain('<form method="post" action="/.two-factor/verify">');
    expect(details).toContain(`<label for="recovery">${en.recoveryCode}</label>`);
    expect(details).toContain('name="return" value="/x"');
    const [field] = /<input id="recovery"[^>]*>/.exec(details) ?? [];
    for (const attribute of [
      'name="recoveryCode"',
      'autocomplete="off"',
      'autocapitalize="characters"',
      'spellcheck="false"',
      'required',
    ]) {
      expect(field).toContain(attribute);
    }
  });

  it('keeps it closed until somebody wants it, after the field for the usual code', async () => {
    const html = await owing();
    expect(html.indexOf('id="code"')).toBeLessThan(html.indexOf('<details>'));
    expect(html).not.toContain('<details open');
  });
});

describe('the settings of an active factor', () => {
  it('offer to deactivate first, then another phone and new recovery codes', async () => {
    const html = await settingsWith(10);
    const actions = Array.from(
      html.matchAll(/<form method="post" action="([^"]+)"/g),
      ([, a]) => a,
    );
    expect(actions).toEqual([
      '/.two-factor/deactivate',
      '/.two-factor/activate',
      '/.two-factor/recovery-codes',
    ]);
    expect(html).toContain(en.oldPhoneWorks);
    expect(html.match(/<label[^>]*>[^<]*/g)).toEqual([
      `<label for="deactivate">${en.code}`,
      `<label for="replace">${en.eitherCode}`,
      `<label for="recovery-codes">${en.sixDigits}`,
    ]);
  });

  it('say how many recovery codes are left before anything is opened', async () => {
    for (const language of languages) {
      const texts = textsFor(language);
      const html = await settingsWith(3, language);
      expect(html).toContain(`<p class="quiet">${texts.recoveryCodesLeft(3)}</p>\n<details>`);
      expect(html).not.toContain('class="warning"');
    }
  });

  it.each([0, 1, 2])('warn of %i recovery codes left, in the same place', async (left) => {
    const html = await settingsWith(left);
    expect(html).toContain(
      `<p class="warning">${en.recoveryCodesLeft(left)} ${en.getNewCodes}</p>`,
    );
    expect(html.split(en.recoveryCodesLeft(left))).toHaveLength(2);
  });

  it('tell of wrong codes that came before the right one, once there were any', async () => {
    for (const acceptLanguage of languages) {
      const { failuresBefore } = textsFor(acceptLanguage);
      for (const count of [1, 7]) {
        const html = await pageOf({
          session: { ...cleared, failuresBefore: count },
          acceptLanguage,
        });
        expect(html).toContain(`<p class="warning">${failuresBefore(count)}</p>`);
      }
      expect(await pageOf({ acceptLanguage })).not.toContain(failuresBefore(7).slice(2));
    }
  });
});
