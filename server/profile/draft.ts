import { withoutBlanks } from './blanks.ts';
import { mistakesOf } from './mistakes.ts';
import { type Profile, profileSchema } from './schema.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * A template as far as it goes, with something harmless in place of what is not known yet: good enough
 * to ask the platform with, never to start a gate with.
 *
 * @param credential where a session may stand, for a template that does not say so.
 * @throws an error that names what is wrong beside the blanks.
 */
export function draftOf(template: unknown, credential: unknown, path: string | undefined): Profile {
  const known = objectOf(withoutBlanks(template));
  const whoami = objectOf(known.whoami);
  const draft = {
    ...known,
    name: known.name ?? 'draft',
    issuer: known.issuer ?? 'draft',
    support: known.support ?? { url: '/' },
    credential: isEmpty(known.credential) ? credential : known.credential,
    whoami: {
      ...whoami,
      path: whoami.path ?? path ?? '/',
      nobody: whoami.nobody ?? { status: [401] },
      accountId: whoami.accountId ?? somePlace(whoami.answer),
      name: whoami.name ?? somePlace(whoami.answer),
    },
    login: requestsOf(known.login),
    logout: requestsOf(known.logout),
  };
  const parsed = profileSchema.safeParse(draft);
  if (parsed.success) return parsed.data;
  throw new Error(
    `Beside its blanks the template is not valid:\n${mistakesOf(parsed.error).join('\n')}`,
  );
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function isEmpty(value: unknown): boolean {
  return Object.values(objectOf(value)).every((each) => Array.isArray(each) && each.length === 0);
}

function somePlace(answer: unknown): unknown {
  return answer === 'html' ? { selector: '#unknown' } : 'unknown';
}

/** One that lost its path to a blank names no request. */
function requestsOf(value: unknown): unknown[] {
  const whole = Array.isArray(value) ? value.filter((each) => 'path' in objectOf(each)) : [];
  return whole.length > 0 ? whole : [{ method: 'POST', path: '/' }];
}
