import { type Cookie, writeCookies } from '../gate/cookies.ts';
import { credentialReader } from '../gate/credential.ts';
import { withQuery } from '../gate/query.ts';
import { everything, type Held, likeTokens, unnamed } from './held.ts';
import { relatives, usualCookies, without } from './names.ts';
import { type Attack, cookieName, cookiesOf, type Try } from './way.ts';
import type { Pairs } from './wire.ts';

const named = (name: string) =>
  `The platform takes the session from this cookie, too: name it in credential.cookies, { "name": "${name}" }.`;
const lookalike =
  'The platform reads cookies in a way that the gate does not know: report it, with this request.';

/** What else the browser holds: once for a session, whichever of its tokens is tried. */
export function jarWays({
  profile,
  held,
  aim,
  besides,
}: Pick<Attack, 'profile' | 'held' | 'aim' | 'besides'>): Try[] {
  const { isCookie } = credentialReader(profile);
  const rest = unnamed(profile, held);
  const one = (way: string, what: string, holding: Held, loose: boolean, remedy: string): Try => {
    const own = everything({ ...holding, query: '' });
    const headers = [...besides.filter(([each]) => !own.some(([name]) => name === each)), ...own];
    return {
      way,
      what,
      remedy,
      loose,
      wire: { method: aim.method, target: withQuery(aim.target, holding.query), headers },
    };
  };
  const keys = credentialReader(profile)
    .read({ headers: { cookie: writeCookies(held.cookies) ?? undefined } })
    .found.map(({ name }) => name);
  const members = held.cookies.filter(({ name }) => isCookie(name) && !keys.includes(name));
  const nothing = { cookies: [], headers: [], query: '' };

  return [
    ...held.cookies.map((cookie) =>
      one(
        'each cookie of the browser alone',
        `cookie "${cookie.name}" alone`,
        { ...nothing, cookies: [cookie] },
        !isCookie(cookie.name),
        named(cookie.name),
      ),
    ),
    ...rest.headers
      .filter(([name]) => likeTokens.test(name))
      .map(([name, value]) =>
        one(
          'each header of the browser alone',
          `header "${name}" alone`,
          { ...nothing, headers: [[name, value]] },
          true,
          `The platform takes the session from this header, too: name it in credential.headers, { "name": "${name}" }.`,
        ),
      ),
    one(
      'the browser without what the profile names',
      'everything that the browser sends but the named credentials',
      rest,
      true,
      'Something else of the browser opens the session: try its cookies and headers one by one, and name them in credential.',
    ),
    ...(members.length === 0
      ? []
      : [
          one(
            'a set of cookies without its key cookie',
            members.map(({ name }) => `cookie "${name}"`).join(' and '),
            { ...nothing, cookies: [...rest.cookies, ...members] },
            false,
            'What belongs to the key cookie is a session without it: name it as a cookie of its own in credential.cookies.',
          ),
        ]),
  ];
}

/** The token as cookies that the profile does not spell like this. */
export function cookieWays(attack: Attack): Try[] {
  const { profile, token, aim, besides, names } = attack;
  const { value } = token;
  const name = cookieName(attack);
  const members = cookiesOf(attack).slice(1);
  const known = (each: string) => credentialReader(profile).isCookie(each);
  const one = (way: string, what: string, cookie: string | Pairs, remedy = lookalike): Try => {
    const lines: Pairs =
      typeof cookie === 'string' ? [['Cookie', withMembers(cookie, members)]] : cookie;
    const headers = [...besides, ...lines];
    return { way, what, remedy, wire: { method: aim.method, target: aim.target, headers } };
  };
  const others = without(
    [...names, ...relatives(name), ...usualCookies, ...profile.credential.query],
    known,
  );
  const exact = profile.credential.cookies.flatMap((each) => ('name' in each ? each.name : []));
  const own = token.place === 'cookie' ? [name] : [];

  return [
    ...[...new Set([...own, ...exact])].map((each) =>
      one(
        'each way in that the profile names',
        `cookie "${each}"`,
        `${each}=${value}`,
        anonymousRemedy(attack, each),
      ),
    ),
    ...spellingsOfName(name).map((each) =>
      one(
        'its cookie, the name spelled otherwise',
        `cookie ${JSON.stringify(each)}`,
        `${each}=${value}`,
      ),
    ),
    ...spellingsOfValue(value).map(([how, each]) =>
      one('its cookie, the value spelled otherwise', `cookie "${name}", ${how}`, `${name}=${each}`),
    ),
    ...twice(name, value).map(([how, each]) =>
      one('its cookie twice, or hidden in another', `cookie "${name}" ${how}`, each),
    ),
    ...others.map((each) =>
      one('the session as another cookie', `cookie "${each}"`, `${each}=${value}`, named(each)),
    ),
  ];
}

/** The usual reason why a cookie that the profile does name gets in. */
function anonymousRemedy({ profile }: Attack, name: string): string {
  const cookie = profile.credential.cookies.find((each) => 'name' in each && each.name === name);
  return cookie?.anonymous === 'forward'
    ? 'The identity endpoint says nobody where other addresses accept this cookie: "anonymous": "forward" is not for it, take it out.'
    : 'The profile names this cookie, and still it got in: look at whoami, and report it.';
}

function withMembers(cookie: string, members: readonly Cookie[]): string {
  return [cookie, writeCookies(members) ?? []].flat().join('; ');
}

function spellingsOfName(name: string): string[] {
  const percent = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
  const spellings = [
    ...[name.toUpperCase(), name.toLowerCase(), name.slice(0, 1).toUpperCase() + name.slice(1)],
    ...[percent, `"${name}"`, `$${name}`, `_${name}`, `${name}[]`, `${name}[0]`, `${name}%00`],
    ...[name.replaceAll(/[._-]/g, '.'), name.replaceAll(/[._-]/g, '_'), `+${name}`, `${name} `],
    ...[`$Version=1; ${name}`, `\t${name}`, `,${name}`],
  ];
  return [...new Set(spellings)].filter((each) => each !== name);
}

function spellingsOfValue(value: string): (readonly [how: string, value: string])[] {
  const percent = (text: string) => `%${text.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return [
    ['in quotes', `"${value}"`],
    ['in quotes with a backslash', `"\\${value}"`],
    ['its first letter percent-encoded', percent(value) + value.slice(1)],
    ['percent-encoded as a whole', Array.from(value, percent).join('')],
    [
      'percent-encoded twice',
      Array.from(value, (each) => percent('%') + percent(each).slice(1)).join(''),
    ],
    ['in capitals', value.toUpperCase()],
    ['in small letters', value.toLowerCase()],
    ['with an end of text', `${value}%00`],
    ['with a comma behind it', `${value},x`],
    ['with attributes', `${value}; $Path=/; $Domain=x`],
    ['with spaces around it', `  ${value}\t`],
    ['with a Bearer before it', `Bearer ${value}`],
    ['signed as some frameworks do', `s%3A${value}`],
  ];
}

function twice(name: string, value: string): (readonly [how: string, cookie: string | Pairs])[] {
  const other = 'A'.repeat(Math.max(8, value.length));
  return [
    ['behind another value', `${name}=${other}; ${name}=${value}`],
    ['before another value', `${name}=${value}; ${name}=${other}`],
    ['twice with one value', `${name}=${value}; ${name}=${value}`],
    ['behind an empty one', `${name}=; ${name}=${value}`],
    ['behind one in another letter case', `${name.toUpperCase()}=${other}; ${name}=${value}`],
    ['behind a comma', `${name}=${other},${name}=${value}`],
    ['in a value in quotes', `theme="dark; ${name}=${value}"`],
    ['in a value behind a comma', `theme=dark,${name}=${value}`],
    ['in a value behind an encoded semicolon', `theme=dark%3B%20${name}=${value}`],
    ['behind a pair without a name', `=${name}=${value}`],
    ['behind a pair without a value', `theme ${name}=${value}`],
    ['behind a vertical tab', `theme=dark\x0b${name}=${value}`],
    [
      'on a second line',
      [
        ['Cookie', `${name}=${other}`],
        ['Cookie', `${name}=${value}`],
      ],
    ],
    [
      'on a first line',
      [
        ['Cookie', `${name}=${value}`],
        ['cookie', 'theme=dark'],
      ],
    ],
    ['in a folded line', [['Cookie', `theme=dark;\r\n ${name}=${value}`]]],
  ];
}
