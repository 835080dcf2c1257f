import type { Page } from 'playwright/test';
import { rows } from './finding-table.ts';
import { expect, test, visit } from './page-door.ts';
import { readPage } from './pages/serve-pages.ts';

/*
 * No browser tells a test what its password manager makes of a form, so this reads forms by the rules
 * that managers publish:
 * - HTML Standard, autofill: `one-time-code` is a field of its own, neither user name nor password.
 * - Chromium, components/password_manager/core/browser/form_parsing/form_parser.cc: `autocomplete`
 *   first, where `one-time-code` sets a field aside; else the user name is the last text field before
 *   the first password, and only fields of type password are passwords.
 * - Bitwarden, apps/browser/src/autofill/services/autofill-constants.ts: names and ids of one-time
 *   codes, `totpcode` among them; they are left out of the passwords.
 */
const readers = `
  const seen = [...document.querySelectorAll('input')].filter(
    (field) => field.checkVisibility() && ['text', 'email', 'tel', 'password'].includes(field.type),
  );
  const tokens = (field) => (field.getAttribute('autocomplete') ?? '').split(/\\s+/);
  const isCode = (field) =>
    tokens(field).includes('one-time-code') ||
    /otp|2fa|mfa|two-?factor|one-?time/i.test(field.name + ' ' + field.id);
  const passwords = seen.filter(({ type }) => type === 'password');
  const before = (fields) => fields.slice(0, fields.indexOf(passwords[0]));
  const userName = (fields) =>
    fields.find((field) => tokens(field).includes('username')) ??
    before(fields).filter(({ type }) => type !== 'password').at(-1);
  const nameOf = (field) => field?.id || field?.name || field?.placeholder;
`;

type Reading = {
  userName: string | undefined;
  byPlaceAlone: string | undefined;
  passwords: (string | undefined)[];
  codes: (string | undefined)[];
};

const read = (page: Page) =>
  page.evaluate<Reading>(`(() => {
    ${readers}
    return {
      userName: nameOf(userName(seen.filter((field) => !isCode(field)))),
      byPlaceAlone: nameOf(before(seen).filter(({ type }) => type !== 'password').at(-1)),
      passwords: passwords.map(nameOf),
      codes: seen.filter(isCode).map(nameOf),
    };
  })()`);

const field = (page: Page) => page.locator('[autocomplete=one-time-code]');

for (const { page: name = '', after, 'login form': login } of rows) {
  if (login === 'not found') continue;

  test(`with our field in it, the login form of ${after} has the same user name and password`, async ({
    page,
  }) => {
    await visit(page, `/app/${name}`);
    if (readPage(name).includes('data-press="login"')) {
      await page.locator('[data-press=login]').click();
    }
    await expect(field(page)).toBeVisible();
    const withIt = await read(page);
    // As the page was without it: the field taken away, in the same moment.
    const without = await page.evaluate<Reading>(`(() => {
      document.querySelector('[autocomplete=one-time-code]').type = 'hidden';
      ${readers}
      return {
        userName: nameOf(userName(seen)),
        byPlaceAlone: nameOf(before(seen).filter(({ type }) => type !== 'password').at(-1)),
        passwords: passwords.map(nameOf),
        codes: seen.filter(isCode).map(nameOf),
      };
    })()`);
    expect(withIt).toEqual({ ...without, codes: [expect.stringMatching(/^two-factor-code-\d+$/)] });
    expect(without.codes).toEqual([]);
    expect(without.passwords).toHaveLength(1);
  });
}

test('the field says by each of its attributes that it is a one-time code', async ({ page }) => {
  await visit(page, '/app/gitea');
  await expect(field(page)).toBeVisible();
  const attributes = await page.evaluate<Record<string, string>>(`Object.fromEntries(
    [...document.querySelector('[autocomplete=one-time-code]').attributes].map(
      ({ name, value }) => [name, value],
    ),
  )`);
  expect(attributes).toMatchObject({
    type: 'text',
    name: 'totpcode',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: '9',
  });
  expect(attributes.id).toMatch(/two-factor-code/);
  // Nothing keeps a manager away: it shall fill the field.
  const names = Object.keys(attributes);
  expect(names.filter((each) => each.startsWith('data-'))).toEqual([]);
  expect(JSON.stringify(attributes)).not.toMatch(/user|mail|login|passw/i);
});
