/**
 * The names in a JSON text that stand this deep at most, each with those above it, from the outside in;
 * in a list they are numbers. One that comes twice is here twice: parsers differ in which one they take,
 * and JSON.parse tells of the last one alone.
 *
 * @param text valid JSON.
 */
export function namesIn(text: string, depth: number): string[][] {
  const found: string[][] = [];
  const open: { name: string; readonly isList: boolean; at: number }[] = [];
  let last = '';

  function note(name: string): void {
    const inside = open.at(-1);
    if (!inside) return;
    inside.name = name;
    if (open.length <= depth) found.push(open.map((each) => each.name));
  }

  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs)) {
    const inside = open.at(-1);
    if (token === '{') open.push({ name: '', isList: false, at: 0 });
    else if (token === '[') {
      open.push({ name: '0', isList: true, at: 0 });
      note('0');
    } else if (token === '}' || token === ']') open.pop();
    else if (token === ':') note(JSON.parse(last) as string);
    else if (token !== ',') last = token;
    else if (inside?.isList) note(String(++inside.at));
  }
  return found;
}
