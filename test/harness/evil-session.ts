import type { Session } from '../../server/domain/session.ts';

/** A name that would do harm if a page took it as markup. */
export const evil = `<script>alert("x")</script>'"&<b onclick=x>`;

/** Somebody who owes a code, whose every attribute is `evil`, and whose secrets are easy to find. */
export const evilSession: Session = {
  accountId: 'an-account',
  realm: evil,
  name: evil,
  email: evil,
  factor: 'active',
  generation: 1,
  mustSetUp: false,
  setupCodeHash: 'the-hash-of-a-set-up-code',
  secretId: 'the-id-of-a-secret',
  secret: Buffer.from('the factor’s secret').toString('base64url'),
  lastStep: 59_123_456,
  bucket: 'new',
  waitUntil: 0,
  clearedUntil: null,
  failuresBefore: 0,
  openCase: null,
  firstSeen: 0,
  credentials: ['the-hash-of-a-session'],
  exempt: false,
};
