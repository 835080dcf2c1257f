import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SelfMade, selfMadeCertificate } from '../../test/harness/certificate.ts';
import { ConfigError, readConfig } from '../config.ts';

let made: SelfMade;
let another: SelfMade;
beforeAll(async () => {
  made = await selfMadeCertificate();
  another = await selfMadeCertificate();
});
afterAll(() => Promise.all([made.remove(), another.remove()]));

function configOf(settings: Record<string, string>) {
  return readConfig({
    DOORCODE_PROFILE: 'stand-in',
    DOORCODE_UPSTREAM: 'http://127.0.0.1:4001',
    DOORCODE_ORIGIN: 'https://flows.example',
    DOORCODE_KEYS: `1:${randomBytes(32).toString('base64')}`,
    ...settings,
  });
}

const withTls = (cert: string, key: string, more: Record<string, string> = {}) =>
  configOf({ DOORCODE_TLS_CERT: cert, DOORCODE_TLS_KEY: key, ...more });

describe('a certificate and its key', () => {
  it('are read from their files, and the gate may then listen beyond this machine', () => {
    const { tls, host } = withTls(made.cert, made.key, { DOORCODE_HOST: '0.0.0.0' });
    expect(host).toBe('0.0.0.0');
    expect(tls?.cert).toBe(made.ca);
    expect(tls?.key).toContain('PRIVATE KEY');
  });

  it('come both or not at all', () => {
    expect(() => configOf({ DOORCODE_TLS_CERT: made.cert })).toThrow(/Give both/);
    expect(() => configOf({ DOORCODE_TLS_KEY: made.key })).toThrow(/Give both/);
  });

  it('stop the start with a sentence when a file is not there or holds something else', () => {
    const none = `${made.cert}.none`;
    const says = (cert: string, key: string, sentence: string) =>
      expect(() => withTls(cert, key)).toThrow(new ConfigError(sentence));
    says(none, made.key, 'DOORCODE_TLS_CERT: the file cannot be read (ENOENT).');
    says(made.cert, none, 'DOORCODE_TLS_KEY: the file cannot be read (ENOENT).');
    says(made.key, made.key, 'DOORCODE_TLS_CERT: the file holds no certificate (PEM).');
    const noKey = 'DOORCODE_TLS_KEY: the file holds no private key without a passphrase (PEM).';
    says(made.cert, made.cert, noKey);
    says(made.cert, made.lockedKey, noKey);
    says(made.cert, another.key, 'DOORCODE_TLS_KEY: the key does not belong to the certificate.');
  });

  it('want an origin that is https, and no front that asks', () => {
    const plain = { DOORCODE_ORIGIN: 'http://localhost:4000' };
    expect(() => withTls(made.cert, made.key, plain)).toThrow(/DOORCODE_ORIGIN must be https/);
    const front = { DOORCODE_FRONT: 'nginx' };
    expect(() => withTls(made.cert, made.key, front)).toThrow(/https is its job/);
  });
});

describe('a front that asks', () => {
  it('is one that the profile calls safe', () => {
    expect(configOf({ DOORCODE_FRONT: 'caddy' }).front).toBe('caddy');
    const front = { DOORCODE_FRONT: 'nginx', DOORCODE_PROFILE: 'node-red' };
    expect(() => configOf(front)).toThrow(/does not say that this front is safe/);
    expect(() => configOf({ DOORCODE_FRONT: 'apache' })).toThrow(/DOORCODE_FRONT/);
  });
});

describe('trusted fronts', () => {
  it('are addresses and nothing wider', () => {
    const fronts = (DOORCODE_TRUSTED_FRONTS: string) =>
      configOf({ DOORCODE_TRUSTED_FRONTS }).trustedFronts;
    expect(fronts(' 10.0.0.1, ::1 ,')).toEqual(['10.0.0.1', '::1']);
    for (const wrong of ['10.0.0.0/8', '*', 'front.example', '10.0.0', 'fe80::1%eth0']) {
      expect(() => fronts(`127.0.0.1,${wrong}`)).toThrow(`"${wrong}" is not an address`);
    }
  });
});
