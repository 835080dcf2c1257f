/** What a profile's selector finds; one that this browser does not know finds nothing. */
export function bySelector<T>(selector: string | undefined, find: (known: string) => T): T | null {
  try {
    return selector ? find(selector) : null;
  } catch {
    return null;
  }
}
