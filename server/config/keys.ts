import type { Keys } from '../store/seal.ts';

/**
 * Keys as `id:base64` with 32 bytes each, by comma or line; the first one is current.
 *
 * @returns null for none at all.
 * @throws an error with a sentence for the operator, which never shows a key.
 */
export function parseKeys(content: string): Keys | null {
  const roots = new Map<string, Buffer>();
  for (const entry of content.split(/[,\n]/).map((line) => line.trim())) {
    if (entry === '') continue;
    const [, id, base64] = /^([\w-]+):([A-Za-z0-9+/_-]+=*)$/.exec(entry) ?? [];
    const key = Buffer.from(base64 ?? '', 'base64');
    if (!id || key.length !== 32) {
      throw new Error(
        `the ${roots.size + 1}. key is not id:base64 of 32 bytes (the key itself is not shown).`,
      );
    }
    if (roots.has(id)) throw new Error(`the key id "${id}" comes twice.`);
    roots.set(id, key);
  }
  const [current] = roots.keys();
  return current ? { current, roots } : null;
}
