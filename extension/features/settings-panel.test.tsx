import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ask, Message, Refusal, Site, State } from '../messages.ts';
import { en } from '../texts/en.ts';
import { SettingsPanel } from './settings-panel.tsx';

const site: Site = {
  origin: 'http://localhost:4000',
  missing: null,
  language: 'en',
  name: 'Northwind Flows',
  issuer: 'Northwind Flows',
  support: { email: 'help@northwind.example' },
};

const free: State = {
  now: Date.now(),
  account: { id: 'a1', realm: 'acme', name: 'Ada', email: 'ada@acme.example' },
  factor: 'none',
  session: 'free',
  waitUntil: null,
  recoveryCodesLeft: 10,
  clearanceUntil: null,
  failuresBefore: 0,
  needsSetupCode: false,
  openCase: null,
};
const other = { id: 'b1', realm: 'acme', name: 'Bob', email: 'bob@acme.example' };
const active: State = { ...free, factor: 'active', session: 'cleared' };

let state: State;
let asked: Message[];
let refusals: Partial<Record<Message['name'], Omit<Refusal, 'ok'>>>;
let recoveryCodes: string[];

const ask: Ask = async (name, input) => {
  if (name !== 'state') asked.push({ name, input } as Message);
  const refusal = refusals[name];
  if (refusal) return { ok: false, ...refusal };
  const secret = 'JBSWY3DPEHPK3PXP';
  const answers: Record<string, unknown> = {
    state,
    activate: {
      pendingId: 'p1',
      secret,
      uri: `otpauth://totp/Northwind%20Flows:ada%40acme.example?secret=${secret}`,
      expiresAt: Date.now() + 60_000,
    },
    confirm: { recoveryCodes },
    'recovery-codes': { recoveryCodes },
  };
  return { ok: true, value: answers[name] ?? null } as never;
};

beforeEach(() => {
  state = free;
  asked = [];
  refusals = {};
  recoveryCodes = [];
  document.body.innerHTML = '<div id="root"></div>';
});

afterEach(() => {
  const root = document.getElementById('root');
  if (root) render(null, root);
});

async function show(where = site, close?: () => void): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('there is no root');
  const panel = <SettingsPanel ask={ask} texts={en} site={where} close={close} />;
  await acting(() => render(panel, root));
}

const alert = () => document.querySelector('[role=alert]')?.textContent;
const said = () => document.body.textContent ?? '';

function button(name: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((each) => each.textContent === name);
  if (!found) throw new Error(`there is no button ${name}, but: ${said()}`);
  return found;
}

/** Does something and waits until every answer to it has been drawn. */
async function acting(what: () => void): Promise<void> {
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5));
  await act(async () => {
    what();
    await settle();
  });
  // What the effects of that drawing have asked for is answered and drawn here.
  await act(settle);
}

const press = (name: string) => acting(() => button(name).click());

async function type(code: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>('.code-form input');
  if (!field) throw new Error(`there is no code field, but: ${said()}`);
  await acting(() => {
    field.value = code;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

describe('the panel’s face is', () => {
  test.each<[string, Partial<State>, string]>([
    ['the set-up without a factor', {}, en.setUpText],
    ['the deactivation page with one', active, en.deactivationTitle],
    ['the prompt when a code is owed', { ...active, session: 'code-required' }, en.promptTitle],
    [
      'the set-up code after a reset',
      { session: 'setup-required', needsSetupCode: true },
      en.mustSetUpText,
    ],
    ['the set-up after a reset without a code', { session: 'setup-required' }, en.mustSetUpFreely],
    ['honest to nobody', { account: null, session: 'anonymous' }, en.anonymousTitle],
    ['honest to an identity provider’s login', { session: 'exempt' }, en.exemptTitle],
    [
      'honest to a locked account',
      { factor: 'locked', session: 'code-required' },
      'help@northwind.example',
    ],
  ])('%s', async (_what, over, words) => {
    state = { ...free, ...over };
    await show();
    expect(said()).toContain(words);
  });

  test.each<[State['session'], NonNullable<Site['missing']>, boolean]>([
    ['anonymous', 'login-form', true],
    ['anonymous', 'user-menu', false],
    ['free', 'user-menu', true],
    ['free', 'login-form', false],
    ['cleared', 'user-menu', true],
  ])(
    'for the session %s, with no %s in the page, led to the hosted page: %s',
    async (session, missing, leads) => {
      state = { ...(session === 'cleared' ? active : free), session };
      if (session === 'anonymous') state = { ...state, account: null };
      await show({ ...site, missing });
      const link = document.querySelector('.note a');
      expect(link?.getAttribute('href')).toBe(
        leads ? 'http://localhost:4000/.two-factor/' : undefined,
      );
      expect(said().includes(en.missing[missing])).toBe(leads);
    },
  );

  test.each([
    ['unreachable', en.unreachableTitle],
    ['platform-unavailable', en.platformSilentTitle],
    ['not-here', en.noDoorcodeTitle],
  ] as const)('for %s one of its own, with a way to try again', async (reason, title) => {
    refusals = { state: { reason } };
    await show();
    expect(document.querySelector('h1')?.textContent).toBe(title);
    expect(said()).toContain(en.refusals[reason]);
    expect(button(en.tryAgain)).toBeTruthy();
  });

  test('an offer to try again when nobody answers', async () => {
    refusals = { state: { reason: 'unreachable' } };
    await show();
    expect(said()).toContain(en.refusals.unreachable);
    refusals = {};
    await press(en.tryAgain);
    expect(said()).toContain(en.setUpText);
  });
});

describe('the set-up', () => {
  test('asks for a secret only when it is to be shown, and for the account that is seen', async () => {
    await show();
    expect(asked).toEqual([]);
    await press(en.showQrCode);
    expect(asked).toEqual([{ name: 'activate', input: { account: 'a1' } }]);
    expect(document.querySelector('.secret code')?.textContent).toBe('JBSWY3DPEHPK3PXP');
    expect(said()).toContain('ada@acme.example');
  });

  test('takes the focus to the code field, and back again', async () => {
    await show();
    button(en.showQrCode).focus();
    await press(en.showQrCode);
    expect(document.activeElement).toBe(document.querySelector('.code-form input'));
    await press(en.back);
    expect(document.activeElement).not.toBe(button(en.showQrCode));
  });

  test('ends on the deactivation page', async () => {
    await show();
    await press(en.showQrCode);
    await type('123 4');
    state = active;
    expect(asked.some(({ name }) => name === 'confirm')).toBe(false);
    await type('123 456');
    expect(asked.at(-1)).toEqual({
      name: 'confirm',
      input: { account: 'a1', pendingId: 'p1', code: '123456' },
    });
    expect(said()).toContain(en.deactivationTitle);
  });

  test('lets neither Escape nor its cross take recovery codes away that nobody has kept', async () => {
    recoveryCodes = ['KQ7MA-CDEFG-HJKMN'];
    let closed = 0;
    await show(site, () => {
      closed += 1;
    });
    const pressEscape = () =>
      acting(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })));
    const pressCross = () =>
      acting(() => document.querySelector<HTMLButtonElement>('.close')?.click());
    await pressEscape();
    expect(closed).toBe(1);

    await press(en.showQrCode);
    await type('123456');
    for (const leave of [pressEscape, pressCross]) {
      await leave();
      expect(said()).toContain(en.tickFirst);
      expect(said()).toContain('KQ7MA-CDEFG-HJKMN');
    }
    expect(closed).toBe(1);
    await acting(() => document.querySelector<HTMLInputElement>('input[type=checkbox]')?.click());
    await pressEscape();
    await pressCross();
    expect(closed).toBe(3);
  });

  test('shows its recovery codes once, before anything else is said', async () => {
    recoveryCodes = ['KQ7MA-CDEFG-HJKMN', 'ACDEF-GHJKM-NPQRT'];
    await show();
    await press(en.showQrCode);
    refusals = { state: { reason: 'unreachable' } };
    await type('123456');
    expect(said()).toContain(en.recoveryText);
    expect([...document.querySelectorAll('li')].map((each) => each.textContent)).toEqual(
      recoveryCodes,
    );
    expect(document.activeElement?.textContent).toBe(en.recoveryTitle);
    refusals = {};
    state = active;
    await press(en.continue);
    expect(said()).toContain(en.tickFirst);
    expect(document.activeElement).toBe(document.querySelector('input[type=checkbox]'));
    await acting(() => document.querySelector<HTMLInputElement>('input[type=checkbox]')?.click());
    expect(said()).not.toContain(en.tickFirst);
    await press(en.continue);
    await press(en.tryAgain);
    expect(said()).toContain(en.deactivationText);
    expect(said()).not.toContain('KQ7MA');
  });

  test('names its recovery codes after whose they are, though somebody else has logged in', async () => {
    recoveryCodes = ['KQ7MA-CDEFG-HJKMN'];
    await show();
    await press(en.showQrCode);
    state = { ...free, account: other };
    await type('123456');
    expect(said()).toContain(`${en.account}: ada@acme.example (acme)`);
    expect(said()).not.toContain(other.email);
  });

  test('of one account is not shown to the next', async () => {
    await show();
    await press(en.showQrCode);
    state = { ...free, account: other };
    refusals = { confirm: { reason: 'already-active' } };
    await type('123456');
    expect(document.querySelector('.secret')).toBeNull();
    await press(en.showQrCode);
    expect(asked.at(-1)).toEqual({ name: 'activate', input: { account: 'b1' } });
  });

  test('says a wrong code beside the field, and sends none that cannot be right', async () => {
    await show();
    await press(en.showQrCode);
    await type('12345');
    await press(en.activate);
    expect(said()).toContain(en.refusals['malformed-code']);
    refusals = { confirm: { reason: 'wrong-code' } };
    await type('123456');
    expect(alert()).toBe(en.refusals['wrong-code']);
    expect(asked.filter(({ name }) => name === 'confirm')).toHaveLength(1);
  });

  test('that is over offers a new QR code', async () => {
    await show();
    await press(en.showQrCode);
    refusals = { confirm: { reason: 'setup-over' } };
    await type('123456');
    expect(said()).toContain(en.setupOver);
    await press(en.newQrCode);
    expect(asked.filter(({ name }) => name === 'activate')).toHaveLength(2);
  });

  test('says how long its QR code is valid, and starts over on request', async () => {
    await show();
    await press(en.showQrCode);
    expect(said()).toMatch(/valid for [01]:\d\d\./);
    await press(en.startOver);
    expect(document.activeElement?.textContent).toBe(en.setUpTitle);
    await press(en.showQrCode);
    expect(asked.filter(({ name }) => name === 'activate')).toHaveLength(2);
  });

  test('leads a phone to its own app', async () => {
    await show();
    await press(en.showQrCode);
    const link = [...document.querySelectorAll('a')].find(
      (each) => each.textContent === en.openInApp,
    );
    expect(link?.getAttribute('href')).toMatch(/^otpauth:\/\/totp\//);
  });

  test('shows the stores of the chosen app alone, and their QR codes on request', async () => {
    await show();
    const qrCodes = () =>
      [...document.querySelectorAll('[role=img]')].map((each) => each.getAttribute('aria-label'));
    expect(document.querySelectorAll('.stores a')).toHaveLength(2);
    expect(qrCodes()).toEqual([]);
    await acting(() => {
      const details = document.querySelector('details');
      if (details) details.open = true;
      details?.dispatchEvent(new Event('toggle'));
    });
    const stores = ['App Store', 'Google Play'];
    expect(qrCodes()).toEqual(stores.map((each) => en.storeQrCode('Google Authenticator', each)));
  });

  test('after a reset begins with support’s code', async () => {
    state = { ...free, session: 'setup-required', needsSetupCode: true };
    await show();
    await type(' ABCD-EFGH ');
    await press(en.continue);
    expect(asked).toEqual([{ name: 'activate', input: { account: 'a1', setupCode: 'ABCD-EFGH' } }]);
    await press(en.showQrCode);
    expect(asked).toHaveLength(1);
    expect(document.querySelector('.secret')).not.toBeNull();
  });
});

describe('a reset that support was asked for', () => {
  const openCase = { id: 'c1', openedAt: Date.now(), dueAt: Date.now() + 3_600_000 };

  test('is told on the page of an active factor, and stopped there by a press', async () => {
    state = { ...active, openCase };
    await show();
    expect(said()).toContain(en.openCaseTitle);
    expect(said()).toContain(String(new Date(openCase.dueAt).getFullYear()));
    state = active;
    await press(en.veto);
    expect(asked).toEqual([{ name: 'veto', input: { account: 'a1', caseId: 'c1' } }]);
    expect(said()).not.toContain(en.openCaseTitle);
    const stopped = document.querySelector('[role=status]');
    expect(stopped?.textContent).toBe(en.vetoed);
    expect(document.activeElement).toBe(stopped);
  });

  test('that is over by now is told no more', async () => {
    state = { ...active, openCase };
    await show();
    refusals = { veto: { reason: 'case-closed' } };
    state = active;
    await press(en.veto);
    expect(said()).not.toContain(en.openCaseTitle);
    expect(said()).not.toContain(en.vetoed);
    expect(said()).toContain(en.deactivationTitle);
  });

  test('that cannot be stopped just now is said to be so', async () => {
    state = { ...active, openCase };
    await show();
    refusals = { veto: { reason: 'covered' } };
    await press(en.veto);
    expect(said()).toContain(en.refusals.covered);
  });

  test('is not told to a session that owes its code', async () => {
    state = { ...active, session: 'code-required', openCase };
    await show();
    expect(said()).not.toContain(en.openCaseTitle);
  });
});

describe('the prompt', () => {
  beforeEach(() => {
    state = { ...active, session: 'code-required' };
  });

  test('sends the sixth digit’s code once, and has the page start anew', async () => {
    await show();
    await type('12345');
    await type('123456');
    expect(asked).toEqual([
      { name: 'verify', input: { account: 'a1', code: '123456' } },
      { name: 'reload', input: null },
    ]);
  });

  test('takes a recovery code as it was typed, and the app’s code again', async () => {
    await show();
    await press(en.useRecoveryCode);
    expect(document.activeElement).toBe(document.querySelector('input'));
    // It has no sixth digit that would send it.
    await type(' kq7ma cdefg-hjkmn ');
    expect(asked).toEqual([]);
    refusals = { verify: { reason: 'wrong-code' } };
    await press(en.continue);
    expect(asked).toEqual([
      { name: 'verify', input: { account: 'a1', code: 'kq7ma cdefg-hjkmn' } },
    ]);
    expect(alert()).toBe(en.wrongRecoveryCode);
    refusals = { verify: { reason: 'malformed-code' } };
    await type('kq7ma');
    await press(en.continue);
    expect(alert()).toBe(en.malformedRecoveryCode);
    await press(en.useAppCode);
    expect(alert()).toBe('');
    refusals = {};
    await type('123456');
    expect(asked.slice(-2).map(({ name }) => name)).toEqual(['verify', 'reload']);
  });

  test('never sends again the digits that were just refused as wrong, and goes on saying so', async () => {
    refusals = { verify: { reason: 'wrong-code' } };
    await show();
    await type('123456');
    await press(en.continue);
    await type('123 456');
    expect(asked).toHaveLength(1);
    expect(alert()).toBe(en.refusals['wrong-code']);
    await type('654321');
    expect(asked).toHaveLength(2);
  });

  test('sends the same digits again where nothing was judged', async () => {
    refusals = { verify: { reason: 'covered' } };
    await show();
    await type('123456');
    expect(alert()).toBe(en.refusals.covered);
    await press(en.continue);
    expect(asked).toHaveLength(2);
  });

  test('says by how much the phone’s clock is off', async () => {
    refusals = { verify: { reason: 'wrong-code', clockOff: 120 } };
    await show();
    await type('123456');
    expect(alert()).toBe(en.clockOff(120));
  });

  test('takes no code while waiting, and says until when', async () => {
    refusals = { verify: { reason: 'wait', waitUntil: state.now + 75_000 } };
    await show();
    await type('123456');
    expect(said()).toContain(en.refusals.wait);
    expect(said()).toMatch(/in 1:1\d/);
    expect(document.querySelector('input')?.readOnly).toBe(true);
    expect(button(en.continue).getAttribute('aria-disabled')).toBe('true');
    // What is disabled loses the focus, and whoever hears or tabs is nowhere.
    expect(document.querySelectorAll(':disabled')).toHaveLength(0);
    expect(document.activeElement).toBe(document.querySelector('input'));
    await press(en.continue);
    await type('654321');
    expect(asked).toHaveLength(1);
  });

  test('counts a wait that began elsewhere on the server’s clock, however wrong ours is', async () => {
    const serverNow = Date.now() + 3_600_000;
    state = { ...state, now: serverNow, waitUntil: serverNow + 30_000 };
    await show();
    expect(said()).toMatch(/in 0:(30|29)/);
  });

  test('lets another account in', async () => {
    await show();
    await press(en.useAnotherAccount);
    expect(asked).toEqual([
      { name: 'sign-out', input: null },
      { name: 'reload', input: null },
    ]);
  });

  test('turns to another face when the account has changed', async () => {
    refusals = { verify: { reason: 'other-account' } };
    await show();
    await type('123456');
    expect(said()).toContain(en.otherAccountTitle);
    refusals = {};
    await press(en.reload);
    expect(asked.at(-1)).toEqual({ name: 'reload', input: null });
  });

  test('turns to the locked face at the last wrong code', async () => {
    refusals = { verify: { reason: 'locked' } };
    await show();
    state = { ...state, factor: 'locked' };
    await type('123456');
    expect(said()).toContain(en.lockedTitle);
  });
});

test('deactivating leads back to the set-up, and says so', async () => {
  state = active;
  await show();
  await type('123456');
  state = free;
  await press(en.deactivate);
  expect(asked).toEqual([{ name: 'deactivate', input: { account: 'a1', code: '123456' } }]);
  expect(said()).toContain(en.switchedOff);
  expect(said()).toContain(en.setUpText);
});

test('that the factor was switched off is said to nobody who has logged in since', async () => {
  state = active;
  await show();
  await type('123456');
  state = { ...free, account: other };
  await press(en.deactivate);
  expect(said()).toContain(en.setUpText);
  expect(said()).not.toContain(en.switchedOff);
});

test('wrong codes before the last right one are told', async () => {
  state = { ...active, failuresBefore: 7 };
  await show();
  expect(said()).toContain(en.failuresBefore(7));
});

describe('whoever comes back from another tab', () => {
  const comeBack = () =>
    acting(() => {
      window.dispatchEvent(new Event('blur'));
      window.dispatchEvent(new Event('focus'));
    });

  beforeEach(() => {
    state = { ...active, session: 'code-required' };
  });

  test('is not asked for the code that was given there, and the page starts anew', async () => {
    await show();
    await comeBack();
    expect(said()).toContain(en.promptTitle);
    expect(asked).toEqual([]);
    state = active;
    await comeBack();
    expect(asked).toEqual([{ name: 'reload', input: null }]);
    expect(said()).not.toContain(en.promptTitle);
  });

  test('sees that the factor was switched off there', async () => {
    state = active;
    await show();
    state = free;
    await comeBack();
    expect(said()).toContain(en.setUpText);
  });

  test('keeps the face where nobody answers, and where somebody else has logged in', async () => {
    await show();
    refusals = { state: { reason: 'unreachable' } };
    await comeBack();
    expect(said()).toContain(en.promptTitle);
    refusals = {};
    state = { ...active, account: other };
    await comeBack();
    expect(said()).toContain('ada@acme.example');
  });

  test('keeps a code that is being typed, and no longer than it stands there', async () => {
    await show();
    await type('123');
    state = active;
    await comeBack();
    expect(said()).toContain(en.promptTitle);
    await type('');
    await comeBack();
    expect(said()).not.toContain(en.promptTitle);
  });

  test('keeps a QR code and recovery codes that are being shown', async () => {
    recoveryCodes = ['KQ7MA-CDEFG-HJKMN'];
    state = free;
    await show();
    await press(en.showQrCode);
    state = active;
    await comeBack();
    expect(document.querySelector('.secret')).not.toBeNull();
    await type('123456');
    state = free;
    await comeBack();
    expect(said()).toContain('KQ7MA-CDEFG-HJKMN');
  });
});

describe('an active factor', () => {
  beforeEach(() => {
    state = active;
  });

  test('is replaced for a code of the old phone, which the panel says goes on working', async () => {
    recoveryCodes = ['KQ7MA-CDEFG-HJKMN'];
    await show();
    await press(en.replacePhone);
    expect(said()).toContain(en.replaceText);
    expect(document.activeElement).toBe(document.querySelector('.code-form input'));
    await type('123456');
    expect(asked).toEqual([{ name: 'activate', input: { account: 'a1', code: '123456' } }]);
    expect(document.activeElement?.textContent).toBe(en.replaceTitle);
    await press(en.showQrCode);
    await type('654321');
    expect(said()).toContain(en.newPhoneWorks);
  });

  test('whose replacement is over asks for a code anew, and takes a recovery code too', async () => {
    await show();
    await press(en.replacePhone);
    await type('123456');
    await press(en.showQrCode);
    refusals = { confirm: { reason: 'setup-over' }, activate: { reason: 'wrong-code' } };
    await type('654321');
    expect(said()).toContain(en.setupOver);
    await press(en.useRecoveryCode);
    await type('KQ7MA-CDEFG-HJKMN');
    await press(en.continue);
    expect(document.querySelector('.code-form [role=alert]')?.textContent).toBe(
      en.wrongRecoveryCode,
    );
  });

  test('in a session that is not fresh leads to the login', async () => {
    refusals = { activate: { reason: 'login-again' } };
    await show();
    await press(en.replacePhone);
    await type('123456');
    expect(said()).toContain(en.refusals['login-again']);
    await press(en.loginAgain);
    expect(asked.slice(-2).map(({ name }) => name)).toEqual(['sign-out', 'reload']);
  });

  test('gets new recovery codes for a code of the app, and for no recovery code', async () => {
    recoveryCodes = ['KQ7MA-CDEFG-HJKMN'];
    await show();
    await press(en.newCodes);
    expect(said()).not.toContain(en.useRecoveryCode);
    await type('123456');
    expect(asked).toEqual([{ name: 'recovery-codes', input: { account: 'a1', code: '123456' } }]);
    expect(said()).toContain('KQ7MA-CDEFG-HJKMN');
    expect(said()).toContain(en.oldCodesEnded);
  });

  test.each([
    [3, false],
    [2, true],
    [0, true],
  ])('with %i recovery codes left says so; a warning: %s', async (recoveryCodesLeft, warns) => {
    state = { ...active, recoveryCodesLeft };
    await show();
    expect(said()).toContain(en.recoveryCodesLeft(recoveryCodesLeft));
    expect(document.querySelector('.warning') !== null).toBe(warns);
    await press(en.newCodes);
    expect(said()).toContain(en.newCodesText);
  });
});
