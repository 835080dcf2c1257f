import { describe, expect, it } from 'vitest';
import { isSameOrigin, localPath } from './origin.ts';

const origin = 'https://flows.example';

describe('a change of state is let through', () => {
  for (const from of [origin, 'moz-extension://5f6f2b53-3f0a-4b8e-9d5e-0c5a1f4c2d11']) {
    it(`from ${from}, when the browser says same-origin`, () => {
      expect(isSameOrigin({ origin: from, 'sec-fetch-site': 'same-origin' }, origin)).toBe(true);
    });
  }
});

describe('a change of state is refused', () => {
  for (const site of ['same-site', 'cross-site', 'none', 'Same-Origin', '', undefined]) {
    it(`when the browser says ${site ?? 'nothing'}`, () => {
      const headers = site === undefined ? { origin } : { origin, 'sec-fetch-site': site };
      expect(isSameOrigin(headers, origin)).toBe(false);
    });
  }

  for (const from of [
    undefined,
    '',
    'null',
    'https://flows.example.evil.example',
    'https://evil.example',
    'http://flows.example',
    'https://flows.example:8443',
    'https://flows.example/',
    'https://sub.flows.example',
    'HTTPS://FLOWS.EXAMPLE',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'https://moz-extension://x',
    'moz-extension:x',
  ]) {
    it(`from ${from ?? 'no origin'}`, () => {
      const headers = {
        'sec-fetch-site': 'same-origin',
        ...(from === undefined ? {} : { origin: from }),
      };
      expect(isSameOrigin(headers, origin)).toBe(false);
    });
  }
});

describe('the way back after a page of ours', () => {
  for (const path of [
    '/',
    '/pipelines',
    '/a/b?c=d&e=%2F%2Fx',
    '/?next=https://x.example',
    '/ação',
  ]) {
    it(`leads to ${path}`, () => {
      expect(localPath(path)).toBe(path);
    });
  }

  for (const elsewhere of [
    undefined,
    '',
    'pipelines',
    'https://evil.example/',
    'javascript:alert(1)',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '/a\\b',
    '\\\\evil.example',
    ' /pipelines',
    '/pipe lines',
    '/pipelines\r\nSet-Cookie: session=evil',
    '/\t/evil.example',
    '/\u0000',
    '/\u0085x',
    '/\u2028x',
    '*',
    '?x',
  ]) {
    it(`leads home instead of to ${JSON.stringify(elsewhere)}`, () => {
      expect(localPath(elsewhere)).toBe('/');
    });
  }

  for (const ours of [
    '/.two-factor/',
    '/.two-factor/verify',
    '/.two-factor/v1/state',
    '/.two-factor/?x',
  ]) {
    it(`leads to the settings, never to an address that only takes forms: ${ours}`, () => {
      expect(localPath(ours)).toBe('/.two-factor/');
    });
  }
});
