import { expect, test } from 'vitest';
import { patternOf, readOrigin, siteOrigin } from './origin.ts';

test.each([
  ['https://app.example.com/home?x=1#y', 'https://app.example.com'],
  ['https://app.example.com:8443/', 'https://app.example.com:8443'],
  ['https://ada:secret@app.example.com/', 'https://app.example.com'],
  ['http://localhost:4000/x', 'http://localhost:4000'],
  ['http://127.0.0.1/', 'http://127.0.0.1'],
  ['http://[::1]:8080/', 'http://[::1]:8080'],
])('Doorcode may run on %s, which is of %s', (address, origin) => {
  expect(siteOrigin(address)).toBe(origin);
});

test.each([
  'http://app.example.com/',
  'http://localhost.example.com/',
  'https://*.example.com/',
  'https://*/*',
  'file:///etc/passwd',
  'about:blank',
  'chrome://settings/',
  'moz-extension://5f0d9a52/popup.html',
  'javascript:alert(1)',
  'app.example.com',
  '',
])('Doorcode may not run on %s', (address) => {
  expect(siteOrigin(address)).toBeNull();
});

test('an origin that somebody wrote is one and nothing more', () => {
  expect(readOrigin(' https://app.example.com/ ')).toBe('https://app.example.com');
  for (const more of ['/home', '?x', '#y', ':443', '//']) {
    expect(readOrigin(`https://app.example.com${more}`)).toBeNull();
  }
  expect(readOrigin('https://App.example.com')).toBeNull();
});

test('a pattern names the host and no port', () => {
  expect(patternOf('https://app.example.com:8443')).toBe('https://app.example.com/*');
  expect(patternOf('http://[::1]:8080')).toBe('http://[::1]/*');
});
