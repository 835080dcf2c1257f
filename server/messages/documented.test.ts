import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { messageKinds } from '../domain/message-kinds.ts';
import { webhookBody } from './webhook.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/messages.md'), 'utf8');

const message = {
  id: 'm-1',
  seq: 17,
  at: Date.UTC(2026, 10, 24, 9, 5),
  actor: 'support:kim',
  accountId: 'hBc',
  realm: 'acme',
  name: 'Ada Nunes',
  email: 'ada@acme.example',
  language: null,
  openCase: null,
  openUntil: null,
} as const;

it('docs/messages.md has every message by the type that its webhook has', () => {
  const documented = Array.from(page.matchAll(/\| `(two_factor\.\w+)` \|/g), ([, type]) => type);
  expect(documented.sort()).toEqual(
    messageKinds.map((kind) => webhookBody({ ...message, kind }).type).sort(),
  );
});

it('the example of a webhook in docs/messages.md is what the code sends', () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  expect(JSON.parse(example)).toEqual(webhookBody({ ...message, kind: 'reset-opened' }));
});
