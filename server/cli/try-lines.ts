import type { Answer } from '../check/answer.ts';
import { candidates } from '../check/candidates.ts';
import { allFound, type Found, newsIn, placeText } from '../check/found.ts';
import type { Said } from '../check/platform.ts';
import type { Credential } from '../gate/credential.ts';
import type { Identity } from '../gate/identity.ts';
import type { Blank } from '../profile/blanks.ts';
import type { Profile } from '../profile/schema.ts';
import type { Proposal } from './proposals.ts';

/** All that the platform said of a session, in its parts and as a whole. */
export type Asked = {
  readonly profile: Profile;
  readonly credentials: readonly Credential[];
  /** Of each credential alone, in the same order. */
  readonly said: readonly Said[];
  readonly nobody: Said;
  /** Of all that the browser sends. */
  readonly everything: Said;
  /** Companion headers that were there. */
  readonly companions: readonly string[];
};

type Show = (value: Found['value']) => string;

const shortest = 24;

/** Values of an answer as they may be shown: short, and never a credential. */
export function shower(credentials: readonly Credential[]): Show {
  return (value) => {
    if (typeof value !== 'string') return String(value);
    if (credentials.some((each) => each.value.length > 3 && value.includes(each.value))) {
      return '(the session itself)';
    }
    const isMail = value.includes('@') && value.length <= 60;
    return value.length <= shortest || isMail
      ? JSON.stringify(value)
      : `${JSON.stringify(`${value.slice(0, 8)}…`)} (${value.length} characters)`;
  };
}

/** What the gate would read and see; good if somebody is seen, and nobody where there is no session. */
export function seenLines(asked: Asked, show: Show): { lines: string[]; isGood: boolean } {
  const { profile, credentials, said, nobody, everything, companions } = asked;
  const missing = profile.whoami.companionHeaders.filter((name) => !companions.includes(name));
  const seen = said.filter(({ identity }) => identity !== null);
  const people = new Set(seen.map(({ identity }) => personOf(identity)));
  const lines = credentials.map((credential, i) => {
    const { place, name, value, cookies, hash } = credential;
    const members = cookies.slice(1).map((each) => `"${each.name}"`);
    const set = members.length > 0 ? ` with ${members.join(' and ')}` : '';
    const what = name ? `${place} "${name}"${set}` : place;
    return `  ${what} (${value.length} characters, hash ${hash.slice(0, 8)}…): ${saidText(profile, said[i], show)}`;
  });
  if (credentials.length === 0)
    lines.push('  no credential: nothing in it has a name of the profile.');
  if (missing.length > 0)
    lines.push(`  Companion headers that were not given: ${missing.join(', ')}.`);
  if (seen.length === 0 && everything.identity) {
    lines.push(
      `  All that the browser sends together is ${personOf(everything.identity)}: a cookie or header is not named, belongs to a set (pattern, with), or is a companion header.`,
    );
  }
  if (credentials.length > 0 && [...said, everything].every(isNobodys)) {
    lines.push(
      '  The platform recognises none of it: the session has ended, or it belongs to another address.',
    );
  }
  if (people.size > 1) lines.push('  These are several accounts: such a request is refused.');
  lines.push(
    isNobodys(nobody)
      ? `  Without a session: nobody (${nobody.answer?.status}), as whoami.nobody says.`
      : `  Without a session: ${saidText(profile, nobody, show)}. whoami.nobody must fit this answer.`,
  );
  return { lines, isGood: seen.length > 0 && people.size === 1 && isNobodys(nobody) };
}

function isNobodys({ identity, problem }: Said): boolean {
  return identity === null && problem === null;
}

function saidText({ whoami }: Profile, said: Said | undefined, show: Show): string {
  const { answer = null, identity = null, problem = null } = said ?? {};
  const status = answer ? `${answer.status}: ` : '';
  if (problem !== null) return `${status}the gate cannot rely on this (${problem})`;
  if (!identity || !answer) return `${status}nobody`;
  const method = whoami.loginMethod;
  const found = method && allFound(whoami.answer, answer.body);
  const opened = found?.find(({ place }) => placeText(place) === placeText(method?.at ?? ''));
  const by = method
    ? `, opened by ${opened ? show(opened.value) : 'a method that is not there'}`
    : '';
  const owes = identity.exempt
    ? 'exempt: needs no code'
    : 'not exempt: owes a code where the account has a factor';
  return `${status}${personOf(identity)}${by}; ${owes}`;
}

function personOf(identity: Identity | null): string {
  if (!identity) return 'nobody';
  const { platformId, realm, name, email } = identity.person;
  const parts = [`account id ${platformId}`, realm && `realm ${realm}`, name && `name ${name}`];
  return [...parts, email && `e-mail ${email}`].filter((part) => part).join(', ');
}

/** What stands in an answer that somebody gets: where, of what type, and shortly. */
export function answerLines(
  { whoami }: Profile,
  somebody: Answer,
  nobody: Answer,
  show: Show,
): string[] {
  const news = newsIn(whoami.answer, somebody.body, nobody.body);
  return [
    `${whoami.path} answers ${somebody.status} with the session, ${nobody.status} without it.`,
    ...(news.length === 0
      ? [
          `  Nothing in the answer (${somebody.headers.get('content-type') ?? 'of no type'}) says whose session it is: another address, whoami.answer html, or a session that has ended.`,
        ]
      : news.map(({ place, value }) => `  ${placeText(place)}: ${typeName(value)} ${show(value)}`)),
    ...(news.length > 0 && nobody.status === somebody.status
      ? [nobodyHint(whoami.answer, somebody, nobody)]
      : []),
    '',
  ];
}

/** A platform that answers nobody with the same status says it by something else. */
function nobodyHint(answer: 'json' | 'html', somebody: Answer, nobody: Answer): string {
  const rule = (text: string) =>
    `  Nobody gets ${nobody.status}, too. "nobody": ${text} says it instead.`;
  if (/^\s*(\{\s*\}|null)?\s*$/.test(nobody.body)) return rule('{ "empty": true }');
  if (answer === 'html') return rule('{ "missing": true }');
  const [id] = candidates('accountId', newsIn(answer, somebody.body, nobody.body));
  const before = allFound(answer, nobody.body).find(({ place }) => place === id?.place);
  return before && id
    ? rule(JSON.stringify({ value: { at: id.place, is: before.value } }))
    : '  Nobody gets the same status, too: "nobody": { "value": { "at": "…", "is": … } } must tell them apart.';
}

function typeName(value: Found['value']): string {
  return value === null ? 'null' : typeof value;
}

/** What was put into the blanks and why, and which are left. */
export function filledLines(proposed: readonly Proposal[], left: readonly Blank[]): string[] {
  return [
    'Filled in:',
    ...proposed.map(({ at, value, because }) => `  ${at} = ${JSON.stringify(value)}  (${because})`),
    ...(left.length > 0 ? ['Still blank:', ...left.map(({ at, says }) => `  ${at}: ${says}`)] : []),
    '',
  ];
}

/** Whether an answer names the same account as the whole session's does, and as nobody's does not. */
export function isRecognised(
  { whoami }: Profile,
  answer: Answer,
  somebody: Answer,
  nobody: Answer,
): boolean {
  const named = ({ status, body }: Answer) => {
    const found = allFound(whoami.answer, body);
    const marks = [
      ...candidates('accountId', found),
      ...candidates('email', found),
      ...candidates('name', found),
    ];
    return JSON.stringify([status, marks[0]?.value]);
  };
  return named(answer) === named(somebody) && named(answer) !== named(nobody);
}
