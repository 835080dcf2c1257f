import type { Statement, Value } from './database.ts';

/**
 * Names of the parameters, each once, a number for `?1` and an empty one for each `?`. In quotes and
 * comments are none.
 */
export function parametersOf(sql: string): readonly string[] {
  const pattern = /'(?:[^']|'')*'|"[^"]*"|`[^`]*`|--.*|\/\*[\s\S]*?\*\/|[:@$]([a-z_]\w*)|\?(\d*)/gi;
  const found = Array.from(sql.matchAll(pattern), ([, name, number]) => name ?? number);
  return found
    .filter((name) => name !== undefined)
    .filter((name, i, all) => name === '' || all.indexOf(name) === i);
}

/**
 * The file's driver takes a forgotten parameter for NULL and passes over one too many. A remote server
 * refuses both, and so do we everywhere.
 */
export function requireEach(parameters: readonly string[], { sql, args }: Statement): void {
  const named = args as Readonly<Record<string, Value>>;
  const isWhole =
    Object.keys(args).length === parameters.length &&
    (Array.isArray(args)
      ? parameters.every((name) => name === '' || Number(name) > 0)
      : parameters.every((name) => named[name] !== undefined));
  if (isWhole) return;
  throw new TypeError(
    `The parameters of ${sql} are [${parameters}]: it got [${Object.keys(args)}].`,
  );
}

/**
 * Refuses values that a driver would change in silence, or find wrong only in the middle of somebody
 * else's commit: half a surrogate pair, say, which one makes U+FFFD of, so that two names become one.
 */
export function requireValues({ sql, args }: Statement): void {
  for (const value of Object.values(args)) {
    if (
      typeof value === 'string' ? value.isWellFormed() : value === null || Number.isFinite(value)
    ) {
      continue;
    }
    throw new TypeError(`A parameter of ${sql} is neither text nor a number nor null.`);
  }
}
