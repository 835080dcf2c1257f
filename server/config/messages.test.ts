import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../config.ts';

const secret = `whsec_${randomBytes(24).toString('base64')}`;

const messagesOf = (settings: Record<string, string>) =>
  readConfig({
    DOORCODE_PROFILE: 'stand-in',
    DOORCODE_UPSTREAM: 'http://127.0.0.1:4001',
    DOORCODE_ORIGIN: 'https://flows.example',
    DOORCODE_KEYS: `1:${randomBytes(32).toString('base64')}`,
    ...settings,
  }).messages;

const mailOf = (DOORCODE_SMTP_URL: string, DOORCODE_MAIL_FROM = 'security@flows.example') =>
  messagesOf({ DOORCODE_SMTP_URL, DOORCODE_MAIL_FROM }).mail;

const webhookOf = (DOORCODE_WEBHOOK_URL: string, DOORCODE_WEBHOOK_SECRET = secret) =>
  messagesOf({ DOORCODE_WEBHOOK_URL, DOORCODE_WEBHOOK_SECRET }).webhook;

describe('the mail server', () => {
  it('is scheme, user and password, host and port, with a sender', () => {
    const mail = mailOf('smtp://kim:p%40ss@mail.example:587', 'Northwind <security@flows.example>');
    expect(mail?.server.hostname).toBe('mail.example');
    expect(mail?.from).toBe('Northwind <security@flows.example>');
    expect(mailOf('smtps://mail.example/')?.server.protocol).toBe('smtps:');
  });

  it.each([
    ['has no host', 'smtp:mail.example'],
    ['has no host either', 'smtp://'],
    ['switches TLS off', 'smtp://mail.example?requireTLS=false'],
    ['believes any certificate', 'smtps://mail.example?tls.rejectUnauthorized=false'],
    ['has a path', 'smtp://mail.example/path'],
    ['has a fragment', 'smtp://mail.example#x'],
    ['is of another kind', 'https://mail.example'],
  ])('is refused where it %s, without being shown', (_, address) => {
    expect(() => mailOf(address.replace('//', '//kim:hunter2@'))).toThrow(/DOORCODE_SMTP_URL must/);
    expect(() => mailOf(address.replace('//', '//kim:hunter2@'))).not.toThrow(/hunter2/);
  });

  it.each(['nobody', 'a@b.example\r\nBcc: c@d.example', 'A <a@b.example>, <c@d.example>'])(
    'has one sender: %j is refused',
    (from) => {
      expect(() => mailOf('smtp://mail.example', from)).toThrow(/DOORCODE_MAIL_FROM must/);
    },
  );

  it('and its sender come both or not at all', () => {
    expect(() => messagesOf({ DOORCODE_SMTP_URL: 'smtp://mail.example' })).toThrow(/Give both/);
    expect(() => messagesOf({ DOORCODE_MAIL_FROM: 'a@b.example' })).toThrow(/Give both/);
  });
});

describe('the webhook', () => {
  it('is an https address, or one of this machine, with a secret', () => {
    expect(webhookOf('https://siem.example/doorcode?team=2')?.secret).toBe(secret);
    expect(webhookOf('http://127.0.0.1:8080/')?.url.port).toBe('8080');
  });

  it('is refused in the clear, and with a password in it, which no complaint shows', () => {
    expect(() => webhookOf('http://siem.example/')).toThrow(/in the clear/);
    expect(() => webhookOf('https://')).toThrow(/DOORCODE_WEBHOOK_URL must/);
    const open = () => webhookOf('https://kim:hunter2@siem.example/');
    expect(open).toThrow(ConfigError);
    expect(open).toThrow(/DOORCODE_WEBHOOK_URL must have no user and password/);
    expect(open).not.toThrow(/hunter2/);
  });

  it.each([
    ['23 bytes', `whsec_${randomBytes(23).toString('base64')}`],
    ['65 bytes', `whsec_${randomBytes(65).toString('base64')}`],
    ['without its beginning', randomBytes(32).toString('base64')],
    ['cut off', `whsec_${randomBytes(32).toString('base64').slice(0, -1)}`],
    ['not base64', `whsec_${'#'.repeat(40)}`],
  ])('has a secret that is good: one %s is refused, without being shown', (_, wrong) => {
    expect(() => webhookOf('https://siem.example', wrong)).toThrow(/DOORCODE_WEBHOOK_SECRET must/);
    expect(() => webhookOf('https://siem.example', wrong)).not.toThrow(wrong);
  });

  it('and its secret come both or not at all', () => {
    expect(() => messagesOf({ DOORCODE_WEBHOOK_URL: 'https://siem.example' })).toThrow(/Give both/);
    expect(() => messagesOf({ DOORCODE_WEBHOOK_SECRET: secret })).toThrow(/Give both/);
  });
});

it('the usual language is one of ours, English where none is named', () => {
  expect(messagesOf({}).language).toBe('en');
  expect(messagesOf({ DOORCODE_LANGUAGE: 'pt-BR' }).language).toBe('pt-BR');
  expect(() => messagesOf({ DOORCODE_LANGUAGE: 'de' })).toThrow(/DOORCODE_LANGUAGE/);
});
