/** A word of a shell, in its parts: an end of line that counts for nothing, quotes of three kinds, the rest. */
const part =
  /\\\r?\n|\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(\s+)/gs;

/**
 * What *Copy as cURL* of a browser's developer tools gives, as the request line and headers that it
 * stands for; null where the text is no such command. It is read, and never run.
 */
export function linesOfCurl(text: string): string[] | null {
  const [command, ...words] = wordsOf(text.trim());
  if (command !== 'curl') return null;
  return words.flatMap((word, i) => {
    const before = words[i - 1] ?? '';
    if (['-H', '--header'].includes(before)) return word;
    if (['-b', '--cookie'].includes(before)) return `Cookie: ${word}`;
    if (!/^https?:/.test(word) || before.startsWith('-') || !URL.canParse(word)) return [];
    const { pathname, search } = new URL(word);
    return `GET ${pathname}${search}`;
  });
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  for (const [whole, ansi, single, double, escaped, bare, space] of text.matchAll(part)) {
    if (space !== undefined) {
      if (word !== null) words.push(word);
      word = null;
    } else if (!/^\\\r?\n$/.test(whole)) {
      const quoted = ansi === undefined ? undefined : unescaped(ansi);
      const plain = double?.replaceAll(/\\(["\\$`])/g, '$1');
      word = (word ?? '') + (quoted ?? single ?? plain ?? escaped ?? bare ?? '');
    }
  }
  return word === null ? words : [...words, word];
}

/** Of `$'…'`: browsers write so what a shell would else take for its own, an exclamation mark above all. */
function unescaped(text: string): string {
  return text.replaceAll(/\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gis, (_, long, short, letter) =>
    letter === undefined ? String.fromCodePoint(Number.parseInt(long ?? short, 16)) : letter,
  );
}
