import { parse } from 'node-html-parser';
import type { Place, Profile } from '../profile/schema.ts';
import type { Person } from '../store/accounts.ts';

/** Whose session a credential is, as the platform says. */
export type Identity = { readonly person: Person; readonly exempt: boolean };

/** The platform gave no answer that can be relied on: nobody is let in, nobody is logged out. */
export class PlatformUnavailable extends Error {
  override name = 'PlatformUnavailable';
}

/** So many unknown credentials want to be asked about that this one is not. */
export class TooManyStrangers extends PlatformUnavailable {
  override name = 'TooManyStrangers';
  /** Nobody was told within the last minute: whoever sends garbage must not fill the log with it. */
  readonly isNews: boolean;

  constructor(isNews: boolean) {
    super('too many unknown credentials at once');
    this.isNews = isNews;
  }
}

/** @param orNull a null that is there is the text `null`. */
type Look = (place: Place, orNull?: boolean) => string | null;

/**
 * What an answer of the identity endpoint says.
 *
 * @returns null for a clear nobody.
 * @throws PlatformUnavailable for anything but a clear somebody or a clear nobody.
 */
export function readIdentity(profile: Profile, status: number, body: string): Identity | null {
  const { whoami, caseInsensitive } = profile;
  const { nobody, loginMethod } = whoami;
  if (nobody.status.includes(status)) return null;
  if (status !== 200) throw new PlatformUnavailable(`whoami answered ${status}`);
  if (nobody.empty && /^\s*(\{\s*\}|null)?\s*$/.test(body)) return null;
  const look = whoami.answer === 'html' ? htmlLook(body) : jsonLook(body);
  if (nobody.value && look(nobody.value.at, true) === String(nobody.value.is)) return null;

  const platformId = look(whoami.accountId);
  const realm = whoami.realm ? look(whoami.realm) : '';
  if (!platformId && nobody.missing) return null;
  if (!platformId || realm === null) throw new PlatformUnavailable('whoami named no account');
  const fold = (text: string) => (caseInsensitive ? text.toLowerCase() : text);
  const method = loginMethod && look(loginMethod.at);
  return {
    person: {
      profile: profile.name,
      realm: fold(realm),
      platformId: fold(platformId),
      name: look(whoami.name) ?? '',
      email: (whoami.email && look(whoami.email)) ?? '',
    },
    exempt: typeof method === 'string' && (loginMethod?.exempt.includes(method) ?? false),
  };
}

function jsonLook(body: string): Look {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new PlatformUnavailable('whoami answered something that is not JSON');
  }
  return (place, orNull) => {
    if (typeof place !== 'string') return null;
    return orNull && valueAt(json, place) === null ? 'null' : textAt(json, place);
  };
}

/**
 * A text, number or truth value at a place of a JSON value, as text; null where there is none. A number
 * that JSON.parse may have rounded is none: two ids must never become one.
 *
 * @param place names from the outside in, or joined by dots.
 */
export function textAt(json: unknown, place: string | readonly string[]): string | null {
  const value = valueAt(json, place);
  const plain = typeof value === 'string' || typeof value === 'boolean';
  return plain || Number.isSafeInteger(value) ? String(value) : null;
}

/** Undefined where there is nothing. */
function valueAt(json: unknown, place: string | readonly string[]): unknown {
  let value = json;
  for (const name of typeof place === 'string' ? place.split('.') : place) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function htmlLook(body: string): Look {
  const page = parse(body);
  return (place) => {
    if (typeof place === 'string') return null;
    const [element, ...more] = page.querySelectorAll(place.selector);
    // One of several could be what somebody else has written there, so as to be taken for the reader or
    // to make the reader nobody.
    if (more.length > 0) throw new PlatformUnavailable('whoami shows a place several times');
    if (!element) return null;
    const { attribute } = place;
    const text = attribute === undefined ? element.text : element.getAttribute(attribute);
    return text?.trim() || null;
  };
}
