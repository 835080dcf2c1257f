/** Where the profile says that the platform's pages keep their login, and the header that takes it. */
export type TokenPlace = {
  area: 'localStorage' | 'sessionStorage';
  key: string;
  /** Where in a JSON value it stands; without it, the value itself is the token. */
  at?: string | undefined;
  header: string;
  /** What stands before the token, such as Bearer. */
  scheme?: string | undefined;
};

/** What a token is made of (RFC 6750 §2.1 and all that fits in a header), and how long any is. */
const tokenLike = /^[\x21-\x7e]{1,8192}$/;

/**
 * The header that shows whose page this is, read anew for each call: pages renew their tokens, and
 * forget them. Null where nobody is logged in, or what is stored is not what the profile says.
 */
export function tokenHeader(place: TokenPlace): { name: string; value: string } | null {
  const token = readToken(place);
  if (token === null) return null;
  return { name: place.header, value: place.scheme ? `${place.scheme} ${token}` : token };
}

/** Takes the token out of the page's storage, as the page itself does when its user logs out. */
export function forgetToken({ area, key }: TokenPlace): void {
  try {
    window[area].removeItem(key);
  } catch {
    // A page without storage has nothing to forget.
  }
}

function readToken({ area, key, at }: TokenPlace): string | null {
  try {
    const stored = window[area].getItem(key);
    const token = at && stored ? valueAt(JSON.parse(stored), at) : stored;
    return typeof token === 'string' && tokenLike.test(token) ? token : null;
  } catch {
    // No storage, or no JSON in it: nobody that we could name.
    return null;
  }
}

function valueAt(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    const isParent = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isParent ? (value as Record<string, unknown>)[name] : undefined;
  }, json);
}
