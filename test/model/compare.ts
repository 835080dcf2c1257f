import { type Call, type Expected, ownCookies, sealedName } from './calls.ts';
import type { Response } from './door.ts';
import type { Known } from './known.ts';
import { cookieNames } from './platform.ts';
import type { Answer, Jar } from './world.ts';

/** What an answer tells for the first time: the value behind a name. */
export type Lesson = { readonly name: string; readonly value: string; readonly owner: string };

type Told = Readonly<Record<string, unknown>>;

/** By which a page says why; other answers have a reason. */
const pageStatus: Readonly<Record<string, number>> = {
  'code-required': 403,
  'setup-required': 403,
  locked: 403,
  'ambiguous-credentials': 400,
  'platform-unavailable': 503,
};

/**
 * What an answer teaches, or in words how it is not the one that the model expects.
 *
 * @param together it was one of several at once: the others may have had a hand in cookies and counts.
 */
export function compare(
  call: Call,
  { answer, sets }: Expected,
  response: Response,
  known: Known,
  together = false,
): Lesson[] | string {
  const told = toldBy(response);
  const isAllowed = response.status < 300;
  if (isAllowed !== answer.ok) return summary(response);
  const lessons = answer.ok
    ? lessonsOf(call, answer, told, response, known, together)
    : refusedLike(call, answer, told, response);
  if (typeof lessons === 'string') return lessons;
  const fromCookies = cookieLessons(call, sets, response, together);
  return typeof fromCookies === 'string' ? fromCookies : [...lessons, ...fromCookies];
}

export function toldBy({ body }: Response): Told {
  return body.startsWith('{') ? (JSON.parse(body) as Told) : {};
}

/** An answer without anything secret. */
export function summary(response: Response): string {
  const { reason, waitUntil } = toldBy(response);
  return [response.status, reason, waitUntil].filter((part) => part !== undefined).join(' ');
}

function refusedLike(
  { command }: Call,
  { reason, waitUntil }: Extract<Answer, { ok: false }>,
  told: Told,
  response: Response,
): [] | string {
  const isPage = command.do === 'request' && command.navigates;
  const isSame = isPage
    ? response.status === pageStatus[reason]
    : told.reason === reason && told.waitUntil === waitUntil;
  return isSame ? [] : summary(response);
}

function lessonsOf(
  { command, person: owner }: Call,
  answer: Extract<Answer, { ok: true }>,
  told: Told,
  { arrivedWith }: Response,
  known: Known,
  together: boolean,
): Lesson[] | string {
  switch (command.do) {
    case 'look': {
      const id = (told.account as { id: string } | null)?.id;
      const wrong = Object.entries(answer).filter(
        ([fact, value]) =>
          fact !== 'ok' && told[fact] !== value && !(together && fact === 'recoveryCodesLeft'),
      );
      if (wrong.length > 0) return `${wrong.map(([fact]) => `${fact}: ${told[fact]}`)}`;
      return id === undefined ? [] : [{ name: `account-${owner}`, value: id, owner }];
    }
    case 'activate': {
      const secret = String(answer.secret);
      return [
        { name: secret, value: String(told.secret), owner },
        { name: `setup-of-${secret}`, value: String(told.pendingId), owner },
      ];
    }
    case 'confirm':
    case 'renew': {
      const codes = told.recoveryCodes as string[];
      const names = answer.recoveryCodes as string[];
      if (new Set(codes).size !== names.length) return `${codes.length} recovery codes`;
      return names.map((name, i) => ({ name, value: codes[i] ?? '', owner }));
    }
    case 'reset':
      return [{ name: String(answer.setupCode), value: String(told.setupCode), owner }];
    case 'request':
    case 'log in':
    case 'log out':
    case 'renew credential': {
      const names = answer.forwarded as string[];
      const expected = names.map((name) => known.get(name)).join();
      const arrived = arrivedWith?.split('; ').map((pair) => pair.replace(/^[^=]*=?/, ''));
      if (arrived?.join() === expected) return [];
      return arrivedWith === null ? 'never forwarded' : 'forwarded with other credentials';
    }
    default:
      return [];
  }
}

function cookieLessons(
  { person, browser }: Call,
  sets: Partial<Jar>,
  { cookies }: Response,
  together: boolean,
): Lesson[] | string {
  if (browser === null) return [];
  // Those with a domain end what a sibling host may have planted.
  const own = cookies.filter((line) => !/;\s*domain=/i.test(line));
  const lines = new Map(
    own.map((line) => {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      return [name, value];
    }),
  );
  const places = [
    ['main', cookieNames.main, sets.main],
    ['legacy', cookieNames.legacy, sets.legacy],
    ['device', ownCookies.device, sets.device && `device-${sets.device}`],
    ['loginCode', ownCookies.loginCode, sets.loginCode && sealedName(sets.loginCode)],
  ] as const;
  const lessons: Lesson[] = [];
  for (const [place, cookie, name] of places) {
    const value = lines.get(cookie);
    const isExpected =
      name === undefined ? value === undefined : (name === null) === (value === '');
    if (!isExpected && !together) return `the cookie ${place} is ${value ? 'set' : 'not set'}`;
    if (name && value) lessons.push({ name, value, owner: person });
  }
  return lessons;
}
