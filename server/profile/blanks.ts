/*
 * A template is a profile of which something is not known yet. What stands for it is a text in angle
 * brackets that says what belongs there: no field takes such a text, so nothing starts with one.
 */

/** A place that is to be filled in. */
export type Blank = {
  /** Names and numbers joined by dots, such as `whoami.nobody.status.0`. */
  readonly at: string;
  /** What belongs there. */
  readonly says: string;
};

const blank = /^<(.+)>$/s;

/** The blanks of a profile, in the order of its file. */
export function blanksOf(json: unknown, at: readonly string[] = []): Blank[] {
  if (typeof json === 'string') {
    const [, says] = blank.exec(json) ?? [];
    return says === undefined ? [] : [{ at: at.join('.'), says }];
  }
  return typeof json === 'object' && json !== null
    ? Object.entries(json).flatMap(([name, value]) => blanksOf(value, [...at, name]))
    : [];
}

/**
 * The same with these values in place of blanks, by the blank's place. A list takes the place of the
 * blank that stands in a list.
 */
export function fillBlanks(json: unknown, values: ReadonlyMap<string, unknown>, at = ''): unknown {
  const below = (name: string) => (at === '' ? name : `${at}.${name}`);
  if (typeof json === 'string') return blank.test(json) && values.has(at) ? values.get(at) : json;
  if (Array.isArray(json)) {
    return json.flatMap((each, i) => {
      const filled = fillBlanks(each, values, below(String(i)));
      return Array.isArray(filled) ? filled : [filled];
    });
  }
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, fillBlanks(value, values, below(name))]),
  );
}

/** What is left where the blanks, and whatever holds nothing but blanks, are taken out. */
export function withoutBlanks(json: unknown): unknown {
  if (typeof json === 'string') return blank.test(json) ? undefined : json;
  if (typeof json !== 'object' || json === null) return json;
  const hadBlanks = blanksOf(json).length > 0;
  const entries = Object.entries(json)
    .map(([name, value]) => [name, withoutBlanks(value)] as const)
    .filter(([, value]) => value !== undefined);
  if (entries.length === 0 && hadBlanks) return undefined;
  return Array.isArray(json) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
