import { createHmac } from 'node:crypto';
import type { AuditRow } from '../store/audit.ts';
import { contextOf, type Seal } from '../store/seal.ts';

/** Changes with every change of what a link covers, so that old links stay what they are. */
const form = 'doorcode-audit/1';

/**
 * The link of a row: HMAC-SHA-256 (RFC 2104), base64url, over the link before it ('' for the first) and
 * all columns of the row. A JSON list is its canonical form: no two different lists are one text.
 */
export function linkMac(key: Buffer, before: string, row: AuditRow): string {
  const { seq, at, accountId, actor, event, status, note } = row;
  const text = JSON.stringify([form, before, seq, at, accountId, actor, event, status, note]);
  return createHmac('sha256', key).update(text).digest('base64url');
}

export function sealChainKey(seal: Seal, id: string, key: Buffer): string {
  return seal.seal('audit', key, contextOf('audit_key.sealed', id));
}

/** The chain's key, or null where it is not what was sealed under this id, or under a key we lack. */
export function openChainKey(seal: Seal, id: string, sealed: string): Buffer | null {
  return seal.open('audit', sealed, contextOf('audit_key.sealed', id));
}
