import { createHash } from 'node:crypto';

/*
 * Platforms differ in how they read a name or a value. What one of them might take for a credential is
 * one here, too, whatever its spelling: so that it is judged or taken off, never overlooked.
 */

/** Each byte for itself, as lenient decoders do, and no further than C's end of a text. */
function decode(text: string): string {
  return text
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\0.*$/s, '');
}

/** One spelling for all of a name: letter case, encoding, and PHP's underscores and brackets aside. */
export function plainName(name: string): string {
  return decode(name.replaceAll('+', ' '))
    .toLowerCase()
    .replace(/\[.*$/s, '')
    .replaceAll(/[^a-z0-9]/g, '_')
    .replace(/^_+|_+$/g, '');
}

/**
 * Whether a name is like one of these, each with one `*` at most that stands for any text.
 *
 * @param names as a profile has them.
 */
export function likeOneOf(names: readonly string[]): (name: string) => boolean {
  const patterns = names.map((name) => {
    const parts = name.split('*').map((part) => part.toLowerCase().replaceAll(/[^a-z0-9]/g, '_'));
    return new RegExp(`^_*${parts.map((part) => part.replace(/^_+|_+$/g, '')).join('.*')}_*$`);
  });
  return (name) => {
    const plain = plainName(name);
    return patterns.some((pattern) => pattern.test(plain));
  };
}

/**
 * Platforms take a session's value percent-encoded, quoted, or in another letter case. Each such
 * spelling would be a session never seen before, hence a fresh login: they are one.
 *
 * @returns SHA-256, base64url.
 */
export function hashOf(value: string): string {
  const plain = decode(decode(value))
    .replaceAll(/["\\\s]/g, '')
    .toLowerCase();
  return createHash('sha256').update(`credential\n${plain}`).digest('base64url');
}
