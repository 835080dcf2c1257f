import { runCommand } from '../harness/command-line.ts';
import { type Door, startDoor } from '../harness/door.ts';
import { type Mail, partOf, type Smtp, startSmtp } from '../harness/smtp.ts';
import { test as base, expect, type User } from './fixtures.ts';
import { expectInside, logOut } from './home-page.ts';
import { confirmOnHostedPage, expectAskedForCode } from './hosted-page.ts';
import { fillLogin, logIn, loginButton, typeLoginCode } from './login-page.ts';
import { closePanel, expectTitle, frameOver } from './panel.ts';
import { setUp } from './set-up.ts';

/** A door whose resets need a second person, and that tells owners by a real mail server. */
const test = base.extend<object, { smtp: Smtp }>({
  smtp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const smtp = await startSmtp();
      await use(smtp);
      await smtp.stop();
    },
    { scope: 'worker' },
  ],
  door: [
    async ({ smtp }, use) => {
      const policy = { approvals: 1, bypassCodes: true, hourlyPerKey: 1000, hourlyPerRealm: 1000 };
      const door = await startDoor({
        settings: {
          DOORCODE_SUPPORT_POLICY: JSON.stringify(policy),
          DOORCODE_SMTP_URL: smtp.url,
          DOORCODE_MAIL_FROM: 'Northwind security <security@northwind.example>',
        },
      });
      await use(door);
      await door.stop();
    },
    { scope: 'worker' },
  ],
});

/** A key for somebody at the desk, as the operator makes it. */
async function newKey(door: Door, name: string, scopes: string): Promise<string> {
  const words = ['support-key', 'create', name, '--scopes', scopes];
  const { out, said } = await runCommand(words, door.folder, door.settings);
  expect(out, said).toMatch(/^doorcode-support-/);
  return out.trim();
}

/** What an agent's tool sends. */
async function call<T>(door: Door, key: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${door.supportUrl}/support/v1/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return JSON.parse(text) as T;
}

type Opened = { case: { id: string; state: string }; setupCode: string };

async function accountOf(door: Door, key: string, { realm, email }: User): Promise<string> {
  const query = new URLSearchParams({ realm, name: email.toUpperCase() });
  const found = await call<{ accounts: { id: string }[] }>(door, key, `accounts?${query}`);
  expect(found.accounts).toHaveLength(1);
  return found.accounts[0]?.id ?? '';
}

const lostPhone = { reason: 'lost phone', ticket: 'T-4711', identifiedBy: 'called back' };

/** The message with this subject that somebody got. */
async function mailTo(smtp: Smtp, { email }: User, subject: string): Promise<Mail> {
  const find = () =>
    smtp.mails.find(({ to, source }) => to.includes(email) && source.includes(subject));
  await expect.poll(() => find() !== undefined, { message: subject, timeout: 15_000 }).toBe(true);
  return find() as Mail;
}

test('somebody without their phone is let in again by two at the desk, and a thief is not', async ({
  page,
  door,
  smtp,
  user,
  openAnother,
}) => {
  test.setTimeout(150_000);
  const lost = await setUp(page, user);
  await logIn(page, user);
  await expectAskedForCode(page);
  await page.getByRole('button', { name: 'Use another account' }).click();

  const kim = await newKey(door, 'kim', 'read,reset');
  const lee = await newKey(door, 'lee', 'read,approve,audit');
  const account = await accountOf(door, kim, user);
  const opened = await call<Opened>(door, kim, `accounts/${account}/reset-cases`, lostPhone);
  expect(opened.case.state).toBe('open');
  const asked = await mailTo(smtp, user, 'Support was asked to reset');
  expect(partOf(asked, 'text/plain')).toContain(`/.two-factor/veto/${opened.case.id}.`);
  expect(asked.source).not.toContain(opened.setupCode);
  const approved = await call<Opened['case']>(
    door,
    lee,
    `reset-cases/${opened.case.id}/approve`,
    {},
  );
  expect(approved.state).toBe('done');
  await mailTo(smtp, user, 'two-factor authentication was reset');

  const thief = await openAnother({ extension: false });
  const [stolen = await thief.newPage()] = thief.pages();
  await logIn(stolen, user);
  for (const path of ['/home', '/pipelines', '/.two-factor/']) {
    await stolen.goto(path);
    await expectTitle(stolen, 'Configure authentication');
  }
  await stolen.getByLabel('Set-up code from support').fill('AAAAA-CCCCC-DDDDD-EEEEE');
  await stolen.getByRole('button', { name: 'Show the QR code' }).click();
  await expect(stolen.getByRole('alert')).toContainText('This set-up code is not right.');
  await expect(stolen.locator('.qr')).toHaveCount(0);

  await logIn(page, user);
  await expectTitle(page, 'Configure authentication');
  await page.getByLabel('Set-up code from support').fill(opened.setupCode.toLowerCase());
  await page.getByRole('button', { name: 'Show the QR code' }).click();
  const phone = await confirmOnHostedPage(page, lost);
  await page.goto('/home');
  await expectInside(page);
  await mailTo(smtp, user, 'Two-factor authentication is on');
  await logOut(page);
  await fillLogin(page, user);
  await typeLoginCode(page, await phone.code());
  await loginButton(page).click();
  await expectInside(page);
  await stolen.goto('/home');
  await expectAskedForCode(stolen);

  const { rows } = await call<{ rows: { event: string; actor: string; status: string }[] }>(
    door,
    lee,
    `accounts/${account}/history`,
  );
  expect(rows.map(({ actor, event, status }) => `${actor} ${event} ${status}`).reverse()).toEqual([
    'user set-up-started success',
    'user confirm success',
    'support:kim reset-opened success',
    'support:lee reset-approved success',
    'support:kim reset success',
    'user set-up-after-reset error',
    'user set-up-after-reset success',
    'user confirm success',
    'user verify success',
  ]);
  const verified = await runCommand(['audit', 'verify'], door.folder, door.settings);
  expect([verified.code, verified.out]).toEqual([0, expect.stringContaining('Sound')]);
});

test('an owner who is in is asked in the panel after the login, and stops the reset there', async ({
  page,
  door,
  smtp,
  user,
}) => {
  const phone = await setUp(page, user);
  const account = await accountOf(door, door.supportKey, user);
  const path = `accounts/${account}/reset-cases`;
  const opened = await call<Opened>(door, door.supportKey, path, lostPhone);

  await fillLogin(page, user);
  await typeLoginCode(page, await phone.code());
  await loginButton(page).click();
  const panel = await frameOver(page);
  await expect(panel.getByRole('heading', { level: 2 })).toHaveText(
    'Support was asked to reset your two-factor authentication',
  );
  await panel.getByRole('button', { name: 'It was not me: stop the reset' }).click();
  await expect(panel.getByRole('status')).toContainText('The reset is stopped.');
  await closePanel(page);
  const now = await call<Opened['case']>(door, door.supportKey, `reset-cases/${opened.case.id}`);
  expect(now.state).toBe('vetoed');
  await mailTo(smtp, user, 'was stopped');
  await expectInside(page);
});

test('the link of the message stops a reset by its button, in a browser where nobody is logged in', async ({
  page,
  door,
  smtp,
  user,
}) => {
  const phone = await setUp(page, user);
  const account = await accountOf(door, door.supportKey, user);
  await call<Opened>(door, door.supportKey, `accounts/${account}/reset-cases`, lostPhone);
  const mail = await mailTo(smtp, user, 'Support was asked to reset');
  const [link = ''] = /http:\/\/\S+\/veto\/\S+/.exec(partOf(mail, 'text/plain')) ?? [];

  await page.context().clearCookies();
  await page.goto(link);
  await expectTitle(page, 'Support was asked to reset your two-factor authentication');
  await page.getByRole('button', { name: 'It was not me: stop the reset' }).click();
  await expectTitle(page, 'The reset is stopped');
  await logIn(page, user, await phone.code());
  await expectInside(page);
});

test('support’s code for a day without the phone lets in by prompt and by page, once each', async ({
  page,
  door,
  user,
  openAnother,
}) => {
  await setUp(page, user);
  const account = await accountOf(door, door.supportKey, user);
  const issue = () =>
    call<{ code: string }>(door, door.supportKey, `accounts/${account}/bypass-codes`, {
      reason: 'phone at home',
      ticket: 'T-4712',
    });

  await logIn(page, user, undefined, '/spa');
  const prompt = await frameOver(page);
  await prompt.getByRole('button', { name: 'Use a recovery code' }).click();
  await expect(prompt.getByText('A code from support serves, too.')).toBeVisible();
  const { code } = await issue();
  await prompt.getByLabel('Recovery code').fill(code);
  await prompt.getByRole('button', { name: 'Continue' }).click();
  await expectInside(page);

  const other = await openAnother({ extension: false });
  const [elsewhere = await other.newPage()] = other.pages();
  await logIn(elsewhere, user);
  await expectAskedForCode(elsewhere);
  await elsewhere.getByText('Use a recovery code').click();
  const field = elsewhere.getByLabel('Recovery code');
  await field.fill(code);
  await elsewhere.getByRole('button', { name: 'Use this code' }).click();
  await expect(elsewhere.getByRole('alert')).toBeVisible();
  await field.fill((await issue()).code);
  await elsewhere.getByRole('button', { name: 'Use this code' }).click();
  await expectInside(elsewhere);
});
