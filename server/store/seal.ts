import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import type { sealedColumns } from './schema.ts';

/** What a subkey may be used for: one purpose never opens what another sealed. */
export type Purpose =
  | 'secrets'
  | `login-code/${number}`
  | 'forms'
  | 'devices'
  | 'audit'
  | 'canary'
  | 'setup-codes'
  | 'vetoes';

/** Root keys by id, 32 bytes each; `current` seals, all open. */
export type Keys = { readonly current: string; readonly roots: ReadonlyMap<string, Buffer> };

export type Seal = {
  /** Text `keyId.iv.ciphertext` (base64url), bound to `context`; `iv` is 12 random bytes. */
  seal(purpose: Purpose, plain: Buffer, context: string): string;
  /** The plain bytes, or null for anything altered, of another context, or of a key we do not have. */
  open(purpose: Purpose, sealed: string, context: string): Buffer | null;
  /** HMAC-SHA-256 under the current key, base64url. */
  mac(purpose: Purpose, text: string): string;
  /** The same under every key, the current one first: what was made before a change of keys is known again. */
  macs(purpose: Purpose, text: string): string[];
  /** Ids of all keys, the current one first. */
  readonly keyIds: readonly string[];
};

/** What a stored value is bound to: its place, and the ids that tell its row from every other. */
export function contextOf(
  place: (typeof sealedColumns)[number]['place'],
  ...ids: readonly string[]
): string {
  return [place, ...ids].join('/');
}

const algorithm = 'aes-256-gcm';
const tagBytes = 16;
/** Login codes use a subkey an hour: keys that are past their hour need not be kept. */
const subkeysKept = 64;

/**
 * Authenticated encryption under subkeys of the operator's keys: HKDF-SHA-256 (RFC 5869) per purpose,
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and the context as additional data.
 */
export function createSeal(keys: Keys, random: (bytes: number) => Buffer): Seal {
  const subkeys = new Map<string, KeyObject>();
  const keyIds = [keys.current, ...[...keys.roots.keys()].filter((id) => id !== keys.current)];

  function subkey(keyId: string, purpose: Purpose): KeyObject | null {
    const name = `${keyId}/${purpose}`;
    const known = subkeys.get(name);
    if (known) return known;
    const root = keys.roots.get(keyId);
    if (!root) return null;
    const derived = hkdfSync('sha256', root, '', `doorcode/${purpose}`, 32);
    const key = createSecretKey(Buffer.from(derived));
    if (subkeys.size >= subkeysKept) subkeys.clear();
    subkeys.set(name, key);
    return key;
  }

  function currentKey(purpose: Purpose): KeyObject {
    const key = subkey(keys.current, purpose);
    if (!key) throw new Error(`The current key "${keys.current}" is missing.`);
    return key;
  }

  return {
    seal(purpose, plain, context) {
      const iv = random(12);
      const cipher = createCipheriv(algorithm, currentKey(purpose), iv).setAAD(
        Buffer.from(context),
      );
      const body = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return `${keys.current}.${iv.toString('base64url')}.${body.toString('base64url')}`;
    },
    open(purpose, sealed, context) {
      const [keyId = '', iv = '', body = ''] = sealed.split('.');
      const key = subkey(keyId, purpose);
      const bytes = Buffer.from(body, 'base64url');
      if (!key || bytes.length < tagBytes) return null;
      try {
        const decipher = createDecipheriv(algorithm, key, Buffer.from(iv, 'base64url'), {
          authTagLength: tagBytes,
        })
          .setAAD(Buffer.from(context))
          .setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]);
      } catch {
        return null;
      }
    },
    mac: (purpose, text) => mac(currentKey(purpose), text),
    macs: (purpose, text) =>
      keyIds
        .map((id) => subkey(id, purpose))
        .filter((key) => key !== null)
        .map((key) => mac(key, text)),
    keyIds,
  };
}

function mac(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
