import { expect, test } from 'vitest';
import type { Site } from '../messages.ts';
import { supportOf } from './support-of.ts';

const of = (support: Site['support']) =>
  supportOf({ origin: 'https://flows.example', support } as Site);

test.each([
  ['/support', 'https://flows.example/support'],
  ['help?about=2fa', 'https://flows.example/help?about=2fa'],
  ['https://help.example/x', 'https://help.example/x'],
])('%s is an address of the platform, or its own', (url, absolute) => {
  expect(of({ url })).toEqual({ url: absolute });
});

test.each(['javascript:alert(1)', 'data:text/html,x', 'https://['])('%s is no link', (url) => {
  expect(of({ url, email: 'help@flows.example' })).toEqual({ email: 'help@flows.example' });
});
