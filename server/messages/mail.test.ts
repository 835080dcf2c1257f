import { createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { evil } from '../../test/harness/evil-session.ts';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import { partOf, startSmtp } from '../../test/harness/smtp.ts';
import { type Message, Unsendable } from '../domain/deliver-message.ts';
import { createMail } from './mail.ts';

const message: Message = {
  id: 'm-1',
  seq: 7,
  at: Date.UTC(2026, 10, 24, 9, 5),
  kind: 'activated',
  actor: 'user',
  accountId: 'an-account',
  realm: 'acme',
  name: 'Ada Nunes',
  email: 'ada@acme.example',
  language: null,
  openCase: null,
  openUntil: null,
};

const soon = () => AbortSignal.timeout(20_000);

async function mailAt(url: string) {
  const deps = await scratchDeps(newClock());
  const from = 'Northwind <security@northwind.example>';
  return createMail(deps, { server: new URL(url), from }, 'en');
}

async function realServer() {
  const smtp = await startSmtp();
  onTestFinished(() => smtp.stop());
  return smtp;
}

/** The lines of a mail's head, each in one. */
const headOf = (source: string) => {
  const [head = ''] = source.split('\r\n\r\n');
  return head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
};

it('a hostile name adds no header and no recipient, and stays words in the HTML', async () => {
  const smtp = await realServer();
  const send = await mailAt(smtp.url);
  const usual = { ...message, name: 'Ada Nunes' };
  await send(usual, soon());
  const name = `${evil}"\r\nBcc: thief@evil.example\u202e\u2028, <x@evil.example>${'x'.repeat(5000)}`;
  await send({ ...message, name, realm: name }, soon());
  const [plain, hostile] = smtp.mails;
  if (!plain || !hostile) throw new Error('no mails');
  const names = (lines: string[]) => lines.map((line) => line.split(':')[0]);
  expect(names(headOf(hostile.source))).toEqual(names(headOf(plain.source)));
  expect(names(headOf(plain.source))).toContain('To');
  expect(hostile.to).toEqual(['ada@acme.example']);
  expect(partOf(hostile, 'text/html')).toContain('&lt;script&gt;');
  expect(partOf(hostile, 'text/html')).not.toContain('<script');
});

it.each([
  '',
  ' ',
  'ada',
  '<>',
  'ada@acme.example,thief@evil.example',
  'ada@acme.example; thief@evil.example',
  'Ada <thief@evil.example>',
  '"thief@evil.example x"@acme.example',
  'ada@acme.example>\r\nRCPT TO:<thief@evil.example',
  'ada@acme.example\u0000',
  'team: ada@acme.example, thief@evil.example;',
])('to %j nothing is sent: it is not one address', async (email) => {
  const smtp = await realServer();
  const send = await mailAt(smtp.url);
  await expect(send({ ...message, email }, soon())).rejects.toThrow(
    new Unsendable('the account has no e-mail address', true),
  );
  expect(smtp.mails).toEqual([]);
  await send({ ...message, email: 'ada.ñ+x@acme.example' }, soon());
  expect(smtp.mails.map(({ to }) => to)).toEqual([['ada.ñ+x@acme.example']]);
});

it('a server that goes on talking and never comes to an end is left when the time is up', async () => {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => {});
    socket.resume().write('220 hello\r\n');
    const talking = setInterval(() => socket.write('250-one moment\r\n'), 20);
    socket.on('close', () => clearInterval(talking));
  });
  onTestFinished(() => {
    server.close();
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const send = await mailAt(`smtp://127.0.0.1:${port}`);
  await expect(send(message, AbortSignal.timeout(300))).rejects.toThrow('EABORT');
  await expect.poll(() => open.size).toBe(0);
}, 10_000);

it('to another machine nothing goes in the clear; on this one it may', async () => {
  const smtp = await realServer();
  const here = new URL(smtp.url);
  // This machine by an address that is not known to be its own.
  const send = await mailAt(`smtp://kim:hunter2@0.0.0.0:${here.port}`);
  await expect(send(message, soon())).rejects.toThrow('The mail server: answered 500 (STARTTLS)');
  expect(smtp.mails).toEqual([]);
  await (await mailAt(smtp.url))(message, soon());
  expect(smtp.mails).toHaveLength(1);
});

it('a no for good is told from one that may pass, without the server’s own words', async () => {
  const smtp = await realServer();
  const send = await mailAt(smtp.url);
  smtp.become('refuses');
  const refused = await send(message, soon()).catch((error: unknown) => error);
  expect(refused).toEqual(new Unsendable('The mail server: answered 550 (RCPT TO)'));
  const gone = await mailAt('smtp://127.0.0.1:1');
  const unreachable = await gone(message, soon()).catch((error: unknown) => error);
  expect(unreachable).not.toBeInstanceOf(Unsendable);
  expect(String(unreachable)).not.toContain('acme.example');
});
