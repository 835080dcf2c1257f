import { headerLine } from '../gate/credential.ts';
import { usualHeaders, without } from './names.ts';
import { type Attack, carried, cookieName, type Try, targetOf } from './way.ts';
import type { Pairs } from './wire.ts';

const named = 'each way in that the profile names';

/** The token in headers: those of the profile, the usual ones, and spellings of both. */
export function headerWays(attack: Attack): Try[] {
  const { profile, token, aim, besides, names } = attack;
  const { value } = token;
  const { headers, query } = profile.credential;
  const one = (way: string, what: string, lines: Pairs, remedy: string): Try => {
    const wire = { method: aim.method, target: aim.target, headers: [...besides, ...lines] };
    return { way, what, remedy, wire };
  };
  const isNamed = (name: string) => headers.some((each) => each.name === name.toLowerCase());
  const others = without([...names, ...usualHeaders, cookieName(attack), ...query], isNamed);
  const carriers = [
    ...headers.map(({ name }) => headerLine(profile, { ...token, name })),
    ['Authorization', `Bearer ${value}`] as const,
    ['Cookie', `${cookieName(attack)}=${value}`] as const,
  ];

  return [
    ...headers.map(({ name }) =>
      one(
        named,
        `header "${name}"`,
        [headerLine(profile, { ...token, name })],
        remedyFor(attack, name),
      ),
    ),
    ...schemes(value).map(([scheme, line]) =>
      one(
        'the session as Authorization',
        `Authorization: ${scheme}`,
        [['Authorization', line]],
        remedyFor(attack, 'authorization'),
      ),
    ),
    ...basics(value).map(([how, pair]) =>
      one(
        'the session as Basic',
        `Authorization: Basic, ${how}`,
        [['Authorization', `Basic ${base64(pair)}`]],
        remedyFor(attack, 'authorization'),
      ),
    ),
    ...others.map((name) =>
      one(
        'the session as another header',
        `header "${name}"`,
        [[name, value]],
        remedyFor(attack, name),
      ),
    ),
    ...carriers.flatMap(([name, line]) =>
      spellings(name, line).map(([how, lines]) =>
        one('its headers, the name spelled otherwise', `header "${name}" ${how}`, lines, spelled),
      ),
    ),
  ];
}

const spelled =
  'A server behind the gate takes this spelling for the header itself: let it refuse such names (nginx: underscores_in_headers off), and report it.';

function remedyFor({ profile }: Attack, header: string): string {
  const name = header.toLowerCase();
  if (profile.nonBrowser.forward.includes(name)) {
    return `nonBrowser.forward lets "${name}" pass unasked, and the platform takes the session from it: take it out there, and name it in credential.headers.`;
  }
  const shape =
    name === 'authorization' ? '"name": "authorization", "scheme": "…"' : `"name": "${name}"`;
  return `The platform takes the session from this header, too: name it in credential.headers, { ${shape} }.`;
}

function schemes(value: string): (readonly [scheme: string, line: string])[] {
  return [
    ...['Bearer', 'bearer', 'BEARER', 'Token', 'token', 'JWT', 'OAuth', 'Session', 'ApiKey'].map(
      (scheme) => [scheme, `${scheme} ${value}`] as const,
    ),
    ['the token alone', value],
    ['Bearer with two spaces', `Bearer  ${value}`],
    ['Bearer with a tab', `Bearer\t${value}`],
    ['Bearer in quotes', `Bearer "${value}"`],
    ['Bearer with a comma', `Bearer x, Bearer ${value}`],
    ['Bearer without a space', `Bearer:${value}`],
    ['Token token=', `Token token="${value}"`],
    ['Digest', `Digest username="${value}"`],
  ];
}

function basics(value: string): (readonly [how: string, pair: string])[] {
  return [
    ['as the password', `:${value}`],
    ['as the user', `${value}:`],
    ['as the password of "token"', `token:${value}`],
    ['as the user of an empty "x-oauth-basic"', `${value}:x-oauth-basic`],
    ['by itself', value],
  ];
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

/** CGI, WSGI and some proxies take hyphens, underscores and dots for the same. */
function spellings(name: string, line: string): (readonly [how: string, lines: Pairs])[] {
  const under = name.replaceAll('-', '_');
  const first = `${name.slice(0, 1)}_${name.slice(1)}`;
  return [
    ['as HTTP_… of a CGI', [[`HTTP_${under.toUpperCase()}`, line]]],
    ['with X- before it', [[`X-${name}`, line]]],
    ['with a space behind it', [[`${name} `, line]]],
    [
      'on two lines',
      [
        [name, 'x'],
        [name, line],
      ],
    ],
    ['in a folded line', [[name, `\r\n ${line}`]]],
    ...(under === name ? [] : [['with underscores', [[under, line]]] as const]),
    ['with an underscore in it', [[first, line]]],
    [
      'named by Connection',
      [
        [name, line],
        ['Connection', `close, ${name}`],
      ],
    ],
  ];
}

/** The session as it is, beside headers that claim something of it or lead elsewhere. */
export function claimWays(attack: Attack): Try[] {
  const { aim, besides, person } = attack;
  const carrying = [...besides, ...carried(attack)];
  const one = (what: string, lines: Pairs, target = targetOf(attack)): Try => ({
    way: 'headers that claim to be let in, or lead elsewhere',
    what,
    wire: { method: aim.method, target, headers: [...carrying, ...lines] },
    remedy:
      'Somebody on the way believes this header of a stranger: the front must set it itself, or take it off; else name it in forbid.headers.',
  });
  const elsewhere = [
    'X-Original-URL',
    'X-Rewrite-URL',
    'X-Forwarded-Uri',
    'X-Original-Uri',
    'X-Forwarded-Path',
    'X-Forwarded-Prefix',
  ];
  const somebody = [
    'Remote-User',
    'X-Remote-User',
    'X-Forwarded-User',
    'X-Auth-Request-User',
    'X-WebAuth-User',
    'X-Authenticated-User',
  ];
  const method = [
    'X-HTTP-Method-Override',
    'X-Method-Override',
    'X-Forwarded-Method',
    'X-Original-Method',
  ];
  const nearby = [
    'X-Forwarded-For',
    'X-Real-IP',
    'X-Client-IP',
    'X-Originating-IP',
    'True-Client-IP',
  ];

  return [
    ...elsewhere.map((name) =>
      one(`${name}: the address, asked for as /`, [[name, aim.target]], '/'),
    ),
    ...elsewhere.map((name) => one(`${name}: /`, [[name, '/']])),
    ...elsewhere
      .slice(0, 4)
      .map((name) => one(`${name}: an address of the gate's`, [[name, '/.two-factor/v1/state']])),
    ...somebody.map((name) => one(`${name}: the account`, [[name, person]])),
    ...method.map((name) => one(`${name}: OPTIONS`, [[name, 'OPTIONS']])),
    ...nearby.map((name) => one(`${name}: 127.0.0.1`, [[name, '127.0.0.1']])),
    one('Forwarded: for=127.0.0.1', [['Forwarded', 'for=127.0.0.1;host=localhost;proto=https']]),
    one('X-Forwarded-Host: localhost', [['X-Forwarded-Host', 'localhost']]),
    one("X-Two-Factor-Cookie, the gate's own word to a front", [
      ['X-Two-Factor-Cookie', valueIn(carrying, 'cookie')],
      ['X-Two-Factor-Authorization', valueIn(carrying, 'authorization')],
    ]),
    one("X-Two-Factor: 1, as the extension's calls", [
      ['X-Two-Factor', '1'],
      ['Sec-Fetch-Site', 'same-origin'],
    ]),
    one('Connection: close, Cookie, Authorization', [
      ['Connection', 'close, Cookie, Authorization'],
    ]),
    one('a made-up clearance', [
      ['X-Two-Factor-Cleared', '1'],
      ['X-Auth-Request-Access', 'granted'],
    ]),
  ];
}

/** Claims alone, without any session: a platform that believes them needs no credential. */
export function strangerWays({ aim, besides, person }: Attack): Try[] {
  const names = [
    'Remote-User',
    'X-Remote-User',
    'X-Forwarded-User',
    'X-Auth-Request-User',
    'X-Auth-Request-Email',
    'X-Forwarded-Email',
    'X-WebAuth-User',
    'X-Forwarded-Preferred-Username',
    'X-Authentik-Username',
    'X-SSO-User',
    'SSL-Client-Cert-Subject',
  ];
  return names.map((name) => ({
    way: 'headers that claim to be the account, without a session',
    what: `header "${name}"`,
    loose: true,
    wire: { method: aim.method, target: aim.target, headers: [...besides, [name, person]] },
    remedy: `The platform believes "${name.toLowerCase()}" of a stranger: switch that off, or name it in forbid.headers.`,
  }));
}

function valueIn(lines: Pairs, wanted: string): string {
  return lines.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
}
