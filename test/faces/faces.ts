import type { Page } from 'playwright/test';

/** Which of the extension's own pages shows it. */
export type Place = 'panel' | 'popup';

/** What the content script answers to a message; of a list one after the other, the last for ever. */
export type Answers = Readonly<Record<string, unknown>>;

/** One face that the panel or the popup can have. */
export type Face = {
  readonly name: string;
  /** Both places, unless it says otherwise. */
  readonly places?: readonly Place[];
  readonly answers: Answers;
  /** What the user does to get there. */
  readonly steps?: (page: Page) => Promise<void>;
};

const minute = 60_000;

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

const pending = {
  pendingId: 'p1',
  secret,
  uri: `otpauth://totp/Northwind%20Flows:ada%40acme.example?secret=${secret}&issuer=Northwind%20Flows`,
  expiresAt: 0,
};

const recoveryCodes = [
  ...['KQ7MA-CDEFG-HJKMN', 'A3CDE-FGH4J-KMNPQ', 'RTWXY-34679-ACDEF', 'GHJKM-NPQRT-WXY34'],
  ...['679AC-DEFGH-JKMNP', 'QRTWX-Y3467-9ACDE', 'FGHJK-MNPQR-TWXY3', '4679A-CDEFG-HJKMN'],
  ...['PQRTW-XY346-79ACD', 'EFGHJ-KMNPQ-RTWXY'],
];

const ok = (value: unknown) => ({ ok: true, value });
const refused = (reason: string, more: object = {}) => ({ ok: false, reason, ...more });

function state(changes: object = {}): unknown {
  return ok({
    now: Date.now(),
    account: { id: 'a1', realm: 'acme', name: 'Ada', email: 'ada@acme.example' },
    factor: 'none',
    session: 'free',
    waitUntil: null,
    recoveryCodesLeft: 0,
    clearanceUntil: null,
    failuresBefore: 0,
    needsSetupCode: false,
    openCase: null,
    ...changes,
  });
}

const active = { factor: 'active', session: 'cleared', recoveryCodesLeft: 10 };
const openCase = { id: 'c1', openedAt: Date.now(), dueAt: Date.now() + 60 * minute };
const owing = { factor: 'active', session: 'code-required', recoveryCodesLeft: 10 };

/** Names as machines make them: over 90 characters with nowhere to break. */
const long = 'accounting0department'.repeat(5).slice(0, 92);
const longEmail = `${long}@acme.example`;
const longAccount = { account: { id: 'a1', realm: long, name: long, email: longEmail } };
const longUri = `otpauth://totp/${long}:${longEmail}?secret=${secret}`;
const longSite = { name: long, issuer: long, support: { email: longEmail } };

const code = (page: Page) => page.locator('.code-form input');

async function type(page: Page, typed = '123456'): Promise<void> {
  await code(page).pressSequentially(typed);
  // Where the sixth digit is enough the field may be gone by now, and Enter must do nothing more.
  await page.keyboard.press('Enter');
}

/** The primary button of a face leads on. */
const goOn = (page: Page) => page.locator('.button.primary').click();

/** The set-up with its QR code on the screen. */
async function showQr(page: Page): Promise<void> {
  await goOn(page);
  await page.locator('.qr-code path').first().waitFor();
}

/** Links in the actions of an active factor, in order: another phone, new codes. */
const act = (at: number) => (page: Page) => page.locator('.actions button').nth(at).click();

const settingUp = {
  state: state(),
  activate: ok({ ...pending, expiresAt: Date.now() + 9 * minute }),
};

/** The page in front is of a site that the build does not name. */
const flows = 'https://flows.acme.example';
const elsewhere = { site: refused('not-here'), address: `${flows}/home` };

/** Every face there is. The answers are scripted, so that each can be had at once and in any language. */
export const faces: readonly Face[] = [
  { name: 'not logged in', answers: { state: state({ account: null, session: 'anonymous' }) } },
  { name: 'exempt', answers: { state: state({ session: 'exempt' }) } },
  { name: 'off', answers: { state: state() } },
  {
    name: 'off, another app',
    answers: { state: state() },
    steps: (page) => page.locator('input[type=radio]').last().check(),
  },
  {
    name: 'off, stores for the camera',
    answers: { state: state() },
    async steps(page) {
      await page.locator('summary').click();
      await page.locator('.qr-code').first().waitFor();
    },
  },
  { name: 'set-up', answers: settingUp, steps: showQr },
  {
    name: 'set-up, key by hand',
    answers: settingUp,
    async steps(page) {
      await showQr(page);
      await page.locator('summary').click();
    },
  },
  {
    name: 'set-up, wrong code',
    answers: { ...settingUp, confirm: refused('wrong-code', { clockOff: -95 }) },
    async steps(page) {
      await showQr(page);
      await type(page);
    },
  },
  {
    name: 'set-up, too late',
    answers: { ...settingUp, confirm: refused('setup-over') },
    async steps(page) {
      await showQr(page);
      await type(page);
    },
  },
  {
    name: 'recovery codes',
    answers: { ...settingUp, confirm: ok({ recoveryCodes }) },
    async steps(page) {
      await showQr(page);
      await type(page);
      await page.locator('.codes').waitFor();
    },
  },
  {
    name: 'recovery codes, not yet kept',
    answers: { ...settingUp, confirm: ok({ recoveryCodes }) },
    async steps(page) {
      await showQr(page);
      await type(page);
      await page.locator('.codes').waitFor();
      await goOn(page);
    },
  },
  { name: 'on', answers: { state: state(active) } },
  {
    name: 'on, with warnings',
    answers: { state: state({ ...active, recoveryCodesLeft: 1, failuresBefore: 3 }) },
  },
  {
    name: 'on, covered',
    answers: { state: state(active), deactivate: refused('covered') },
    steps: type,
  },
  { name: 'on, another phone', answers: { state: state(active) }, steps: act(0) },
  { name: 'on, new codes', answers: { state: state(active) }, steps: act(1) },
  {
    name: 'switched off',
    answers: { state: [state(active), state()], deactivate: ok(null) },
    steps: type,
  },
  { name: 'owing a code', answers: { state: state(owing) } },
  {
    name: 'owing a code, wrong',
    answers: { state: state(owing), verify: refused('wrong-code') },
    steps: type,
  },
  { name: 'owing a code, recovery code', answers: { state: state(owing) }, steps: act(0) },
  {
    name: 'must set up',
    answers: { state: state({ session: 'setup-required', needsSetupCode: true }) },
  },
  { name: 'must set up, freely', answers: { state: state({ session: 'setup-required' }) } },
  {
    name: 'on, a reset asked for',
    answers: { state: state({ ...active, openCase }) },
  },
  {
    name: 'on, a reset stopped',
    answers: { state: [state({ ...active, openCase }), state(active)], veto: ok(null) },
    steps: (page) => page.locator('section .button').click(),
  },
  {
    name: 'waiting',
    answers: { state: state({ ...owing, waitUntil: Date.now() + 15 * minute }) },
  },
  { name: 'locked', answers: { state: state({ factor: 'locked', session: 'code-required' }) } },
  {
    name: 'long names, owing a code',
    answers: { state: state({ ...owing, ...longAccount }), about: longSite },
  },
  {
    name: 'long names, locked',
    answers: { state: state({ ...owing, ...longAccount, factor: 'locked' }), about: longSite },
  },
  {
    name: 'long names, set-up',
    answers: {
      state: state(longAccount),
      activate: ok({ ...pending, uri: longUri, expiresAt: Date.now() + 9 * minute }),
      about: longSite,
    },
    steps: showQr,
  },
  {
    name: 'login again',
    answers: { ...settingUp, activate: refused('login-again') },
    steps: goOn,
  },
  {
    name: 'another account',
    answers: { ...settingUp, activate: refused('other-account') },
    steps: goOn,
  },
  { name: 'platform silent', answers: { state: refused('platform-unavailable') } },
  { name: 'server silent', answers: { site: refused('unreachable') } },
  { name: 'no Doorcode', places: ['popup'], answers: { site: refused('not-here') } },
  { name: 'a site to protect', places: ['popup'], answers: elsewhere },
  { name: 'a site that did not answer', places: ['popup'], answers: elsewhere, steps: goOn },
  {
    name: "the organisation's site",
    places: ['popup'],
    answers: { ...elsewhere, managed: { sites: [flows] } },
  },
  {
    name: 'a site that the user added',
    places: ['popup'],
    answers: { ...elsewhere, state: state(active), local: { added: [flows] } },
  },
  { name: 'no user menu', answers: { state: state(active), missing: 'user-menu' } },
  {
    name: 'no login form',
    answers: { state: state({ account: null, session: 'anonymous' }), missing: 'login-form' },
  },
];
