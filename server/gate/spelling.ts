import { createHash } from 'node:crypto';

/*
 * Platforms differ in how they read a name or a value. What one of them might take for a credential is
 * one here, too, whatever its spelling: so that it is judged or taken off, never overlooked.
 */

/** Percent-decodes each byte for itself, as lenient decoders do; what cannot be decoded stays. */
export function decodeBytes(text: string): string {
  return text.replaceAll(/%(?:u00)?([0-9a-f]{2})/gi, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** No further than C's end of a text. */
function decode(text: string): string {
  const decoded = decodeBytes(text);
  const end = decoded.indexOf('\0');
  return end < 0 ? decoded : decoded.slice(0, end);
}

/**
 * One spelling for all of a name: letter case, encoding (`%u0061`, too), PHP's underscores and the
 * brackets of lists aside; `[name]` is `name` to some, whatever comes behind it. Linear in its length, however it is made up.
 */
export function plainName(name: string): string {
  const [first = ''] = lettersOf(name)
    .replace(/^[[\]\s]+/, '')
    .split(/[[\]]/, 1);
  return words(first);
}

function lettersOf(name: string): string {
  return decode(name.replaceAll('+', ' ')).toLowerCase();
}

/** To PHP a bracket that nothing closes is one more underscore. */
function readingsOf(name: string): string[] {
  const letters = lettersOf(name);
  return letters.includes(']') ? [plainName(name)] : [plainName(name), words(letters)];
}

function words(text: string): string {
  return text
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('_');
}

/**
 * Whether a name is like one of these, each with one `*` at most that stands for any text.
 *
 * @param names as a profile has them.
 */
export function likeOneOf(names: readonly string[]): (name: string) => boolean {
  const patterns = names.map((name) => {
    const [before = '', after] = name.toLowerCase().split('*', 2);
    const gap =
      after === undefined ? '' : gapOf(/[^a-z0-9]$/.test(before), /^[^a-z0-9]/.test(after));
    return new RegExp(`^_*${words(before)}${gap}${words(after ?? '')}_*$`);
  });
  return (name) =>
    readingsOf(name).some((plain) => patterns.some((pattern) => pattern.test(`_${plain}_`)));
}

/** What a star stands for: what divides it from the words around does so in every spelling. */
function gapOf(isDividedBefore: boolean, isDividedAfter: boolean): string {
  if (isDividedBefore && isDividedAfter) return '_(?:.*_)?';
  return `${isDividedBefore ? '_' : ''}.*${isDividedAfter ? '_' : ''}`;
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
