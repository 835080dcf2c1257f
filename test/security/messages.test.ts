import { createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { webhookBody } from '../../server/messages/webhook.ts';
import { isIn, newUsers } from '../harness/enrolled.ts';
import { type InnerDoor, startInnerDoor } from '../harness/inner-door.ts';
import { partOf, type Smtp, startSmtp } from '../harness/smtp.ts';

/*
 * The real server with a real mail server and a real receiver beside it, which do as they like.
 */

const patience = { timeout: 20_000, interval: 50 };
const secret = randomBytes(24);

let door: InnerDoor;
let smtp: Smtp;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  smtp = await startSmtp();
  receiver = await startReceiver();
  door = await startInnerDoor({
    settings: {
      DOORCODE_SMTP_URL: smtp.url,
      DOORCODE_MAIL_FROM: 'Northwind security <security@northwind.example>',
      DOORCODE_WEBHOOK_URL: receiver.url,
      DOORCODE_WEBHOOK_SECRET: `whsec_${secret.toString('base64')}`,
    },
  });
  const begun = async () => (await rows('SELECT channel FROM outbox_head')).length;
  await vi.waitUntil(async () => (await begun()) === 2, patience);
});
afterAll(async () => {
  await door.stop();
  await smtp.stop();
  await receiver.stop();
});
/** What an earlier test set going has come to its end. */
const settled = async () => {
  const [row] = await rows(`SELECT
    (SELECT count(*) FROM outbox WHERE state = 'waiting') AS waiting,
    (SELECT count(*) FROM outbox_head WHERE seq < (SELECT max(seq) FROM audit)) AS behind`);
  return row?.waiting === 0 && row.behind === 0;
};

beforeEach(async () => {
  await vi.waitUntil(settled, patience);
  smtp.mails.length = 0;
  receiver.taken.length = 0;
});

const { enrolled, loggedIn } = newUsers(() => door);
const rows = (sql: string) => door.deps.store.read({ sql, args: [] });

it('the owner is told by a mail in both forms, from the operator’s address', async () => {
  const { email } = await enrolled();
  await vi.waitUntil(() => smtp.mails.length === 1, patience);
  const [mail] = smtp.mails;
  if (!mail) throw new Error('no mail');
  expect(mail.to).toEqual([email]);
  expect(mail.source).toContain('From: Northwind security <security@northwind.example>');
  expect(mail.source).toMatch(/^Subject: Northwind Flows: Two-factor authentication is on\r$/m);
  expect(mail.source).toMatch(/^Message-ID: <[\w-]{22}@localhost>\r$/im);
  for (const type of ['text/plain', 'text/html'] as const) {
    expect(partOf(mail, type)).toContain('every login asks for a code');
    expect(partOf(mail, type)).toContain(email);
  }
});

it('the owner is told in the language of the page on which they set up', async () => {
  const owner = await loggedIn();
  const pendingId = await owner.startSetUp();
  const spoken = { 'Accept-Language': 'pt-PT,pt;q=0.9,en;q=0.5' };
  const answer = await owner.call('confirm', { pendingId, code: owner.code() }, spoken);
  expect(answer.status).toBe(200);
  await vi.waitUntil(() => smtp.mails.length === 1, patience);
  const [mail] = smtp.mails;
  if (!mail) throw new Error('no mail');
  expect(partOf(mail, 'text/html')).toContain('<html lang="pt-BR">');
  expect(partOf(mail, 'text/plain')).toContain('cada login pede um código');
});

it('the receiver is told with a signature that the specification’s arithmetic makes, too', async () => {
  const { owner, email } = await enrolled();
  await vi.waitUntil(() => receiver.taken.length === 1, patience);
  const [{ headers, body } = { headers: {} as Record<string, string>, body: '' }] = receiver.taken;
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const mac = createHmac('sha256', secret).update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${mac}`);
  expect(JSON.parse(body)).toMatchObject({
    type: 'two_factor.activated',
    data: { account: { id: owner.accountId, realm: 'acme', email }, actor: 'user' },
  } satisfies Partial<Record<keyof ReturnType<typeof webhookBody>, unknown>>);
  expect(body).not.toContain(owner.secret);
});

it('a mail server that hangs delays no answer and no webhook, and gets its mails when it recovers', async () => {
  smtp.become('hangs');
  const { owner, login, email } = await enrolled();
  await vi.waitUntil(() => smtp.hanging.length > 0, patience);
  await door.reset({ realm: 'acme', email });
  expect(await isIn(owner)).toBe(false);
  expect((await login.state()).session).toBe('setup-required');
  await vi.waitUntil(() => receiver.taken.length === 3, patience);
  expect(smtp.mails).toEqual([]);
  smtp.become('takes');
  for (const goOn of smtp.hanging.splice(0)) goOn();
  door.clock.advance(10 * 60_000);
  await vi.waitUntil(() => smtp.mails.length >= 3, { ...patience, timeout: 50_000 });
  expect(smtp.mails.map(({ to }) => to)).toEqual(Array(3).fill([email]));
  const subjects = smtp.mails.map(({ source }) => /^Subject: (.*)\r$/m.exec(source)?.[1]);
  expect(new Set(subjects).size).toBe(3);
}, 90_000);

it('a mailbox that the server refuses is given up, with an alarm', async () => {
  smtp.become('refuses');
  await enrolled();
  const alarms = () => door.log.filter((line) => line.includes('message-given-up'));
  await vi.waitUntil(() => alarms().length > 0, patience);
  const newest = () =>
    rows(`SELECT state FROM outbox WHERE channel = 'mail' ORDER BY seq DESC LIMIT 1`);
  await vi.waitUntil(async () => (await newest())[0]?.state === 'given-up', patience);
  expect(alarms().join('')).toContain('answered 550 (RCPT TO)');
  expect(alarms().join('')).not.toContain('@acme.example');
  smtp.become('takes');
});

it('where no message is set up nobody works, and no row is written for one', async () => {
  const silent = await startInnerDoor();
  const counts = `SELECT (SELECT count(*) FROM audit) AS audit,
    (SELECT count(*) FROM outbox_head) AS heads, (SELECT count(*) FROM outbox) AS messages`;
  const count = async ({ deps }: InnerDoor) =>
    (await deps.store.read({ sql: counts, args: [] }))[0];
  try {
    await newUsers(() => silent).enrolled();
    await enrolled();
    await vi.waitUntil(settled, patience);
    expect(await count(door)).toMatchObject({ heads: 2 });
    const { audit, ...others } = (await count(silent)) ?? {};
    expect(Number(audit)).toBeGreaterThan(0);
    expect(others).toEqual({ heads: 0, messages: 0 });
  } finally {
    await silent.stop();
  }
});

it('a redirect is not followed, and no secret goes where it leads', async () => {
  receiver.redirect(true);
  await enrolled();
  const failed = () =>
    rows(`SELECT last_error FROM outbox WHERE channel = 'webhook' AND tries > 0
    AND state = 'waiting'`);
  await vi.waitUntil(async () => (await failed()).length > 0, patience);
  receiver.redirect(false);
  expect(await failed()).toEqual([{ last_error: 'The receiver answered 307.' }]);
  expect(receiver.elsewhere()).toBe(0);
});

async function startReceiver() {
  const taken: { headers: Record<string, string>; body: string }[] = [];
  let redirects = false;
  let elsewhere = 0;
  const server = createServer(async (from, to) => {
    let body = '';
    for await (const part of from) body += part;
    if (from.url === '/elsewhere') elsewhere += 1;
    else if (redirects) to.writeHead(307, { Location: '/elsewhere' });
    else taken.push({ headers: from.headers as Record<string, string>, body });
    to.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    taken,
    redirect(next: boolean) {
      redirects = next;
    },
    elsewhere: () => elsewhere,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
