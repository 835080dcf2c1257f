/**
 * Random spellings of addresses that lead somewhere behind the login. The same seed makes the same
 * ones, so that a failure can be looked at again.
 *
 * @param targets paths, without a query.
 * @param elsewhere paths that anybody may ask for, from which the spelling may climb back.
 */
export function spellingsOf(
  seed: number,
  count: number,
  targets: readonly [string, ...string[]],
  elsewhere: readonly string[] = [],
): string[] {
  const random = newRandom(seed);
  const pick = <T>(list: readonly [T, ...T[]]): T =>
    list[Math.floor(random() * list.length)] ?? list[0];
  const fronts = [
    ...(['', '', '', 'http://elsewhere.example', 'http://localhost'] as const),
    ...elsewhere.map((path) => `${path}/..`),
    ...(['/.two-factor/..', '/.two-factor/v1/%2e%2e/..'] as const),
  ] as const satisfies [string, ...string[]];

  function respell(text: string): string {
    return Array.from(text, (letter) => {
      const dice = random();
      if (dice < 0.1) return percent(letter);
      if (dice < 0.2) return letter.toUpperCase();
      return letter;
    }).join('');
  }

  function one(): string {
    const target = pick(targets);
    const parts = target.split('/').slice(1);
    const path = parts.map((part) => pick(separators) + respell(part) + pick(tails)).join('');
    return pick(fronts) + path + pick(ends);
  }
  return Array.from({ length: count }, one);
}

const separators = ['/', '/', '/', '//', '/./', '/x/../', '/%2e/', '/x/%2e%2e/', '/%2F'] as const;
const tails = ['', '', '', ';x', ';a=b', '%20', '%00', '.'] as const;
const ends = ['', '', '/', '?', '?x=1', '?/.two-factor/v1/state', '#/login', '%3Fx'] as const;

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** Marsaglia's xorshift32: small, and the same everywhere. */
function newRandom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
