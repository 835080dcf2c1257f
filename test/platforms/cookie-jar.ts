import type { Answer } from '../harness/request.ts';

/** The cookies of a browser, as one platform sets them. */
export function newCookieJar() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    keep({ headers }: Answer): void {
      for (const line of headers['set-cookie'] ?? []) {
        const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
        if (value === 'deleted' || /max-age=0\b/i.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
    },
    /** A Cookie header of these, or of all of them. */
    header(names: readonly string[] = [...cookies.keys()]): { Cookie?: string } {
      const pairs = names.map((name) => `${name}=${cookies.get(name)}`);
      return pairs.length > 0 ? { Cookie: pairs.join('; ') } : {};
    },
  };
}

export type CookieJar = ReturnType<typeof newCookieJar>;
