import { usualParameters, without } from './names.ts';
import { type Attack, cookieName, type Try, withParameter } from './way.ts';

const named = 'each way in that the profile names';

/** The token in the address: as a parameter, and in the path as servers without cookies have it. */
export function addressWays(attack: Attack): Try[] {
  const { profile, token, aim, besides, names } = attack;
  const { value } = token;
  const { query } = profile.credential;
  const one = (way: string, what: string, target: string, remedy: string): Try => {
    return { way, what, remedy, wire: { method: aim.method, target, headers: besides } };
  };
  const forget = (name: string) =>
    `The platform takes the session from this parameter, too: name it in credential.query, "${name}".`;
  const others = without(
    [...names, ...usualParameters, cookieName(attack), ...headerNames(attack)],
    (name) => query.includes(name),
  );
  const [first = 'access_token'] = query;
  const encoded = encodeURIComponent(value);
  const at = aim.target.includes('?') ? '&' : '?';
  const [path = '', rest] = aim.target.split('?', 2);
  const inPath = (text: string) => `${path}${text}${rest === undefined ? '' : `?${rest}`}`;

  return [
    ...query.map((name) =>
      one(named, `parameter "${name}"`, withParameter(aim.target, name, value), forget(name)),
    ),
    ...others.map((name) =>
      one(
        'the session in the address',
        `parameter "${name}"`,
        withParameter(aim.target, name, value),
        forget(name),
      ),
    ),
    ...[
      ['in capitals', `${at}${first.toUpperCase()}=${encoded}`],
      [
        'its first letter percent-encoded',
        `${at}%${first.charCodeAt(0).toString(16)}${first.slice(1)}=${encoded}`,
      ],
      ['as a list', `${at}${first}[]=${encoded}`],
      ['as a named list', `${at}${first}[0]=${encoded}`],
      ['twice', `${at}${first}=x&${first}=${encoded}`],
      ['behind a semicolon', `${at}x=1;${first}=${encoded}`],
      ['behind two ampersands', `${at}&&${first}=${encoded}`],
      ['behind a second question mark', `${at}x=1?${first}=${encoded}`],
      ['behind a fragment', `${at}x=1#${first}=${encoded}`],
      ['with a plus before it', `${at}+${first}=${encoded}`],
      ['with an end of text', `${at}${first}%00=${encoded}`],
    ].map(([how, tail]) =>
      one(
        'its parameter, spelled otherwise',
        `parameter "${first}" ${how}`,
        aim.target + tail,
        forget(first),
      ),
    ),
    ...[
      [';jsessionid=', inPath(`;jsessionid=${encoded}`)],
      [';JSESSIONID=', inPath(`;JSESSIONID=${encoded}`)],
      [`;${cookieName(attack)}=`, inPath(`;${cookieName(attack)}=${encoded}`)],
      [';sid=', inPath(`;sid=${encoded}`)],
      [';PHPSESSID=', inPath(`;PHPSESSID=${encoded}`)],
      ['/;jsessionid=…/', `/;jsessionid=${encoded}${aim.target}`],
      ['/(S(…))/', `/(S(${encoded}))${aim.target}`],
      ['/token/…', `/${encoded}${aim.target}`],
    ].map(([how, target = '']) =>
      one(
        'the session in the path (;jsessionid=)',
        `path parameter ${how}`,
        target,
        'The platform takes sessions from the path, which no profile can name: switch that off in the platform (Java: cookies as the only tracking mode).',
      ),
    ),
  ];
}

/** The token in a body, as a form, as JSON and in parts. */
export function bodyWays(attack: Attack): Try[] {
  const { profile, token, aim, besides, names } = attack;
  const { value } = token;
  const { body } = profile.credential;
  const usual = ['access_token', 'token', 'session', 'sid', 'PHPSESSID', 'jwt', 'api_key'];
  const others = without([...names, ...usual, cookieName(attack)], (name) => body.includes(name));
  const boundary = 'doorcode-check';
  const one = (way: string, name: string, kind: 'form' | 'JSON' | 'parts'): Try => {
    const content = {
      form: [
        'application/x-www-form-urlencoded',
        `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
      ],
      JSON: ['application/json', JSON.stringify({ [name]: value })],
      parts: [
        `multipart/form-data; boundary=${boundary}`,
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--${boundary}--\r\n`,
      ],
    }[kind];
    const [type = '', text = ''] = content;
    return {
      way,
      what: `field "${name}" of a body (${kind})`,
      wire: {
        method: 'POST',
        target: aim.target,
        headers: [...besides, ['Content-Type', type]],
        body: text,
      },
      remedy: `The platform takes the session from this field: name it in credential.body, "${name}" (the built-in proxy alone sees bodies).`,
    };
  };
  const kinds = ['form', 'JSON', 'parts'] as const;
  return [
    ...body.flatMap((name) => kinds.map((kind) => one(named, name, kind))),
    ...others.flatMap((name) => kinds.map((kind) => one('the session in a body', name, kind))),
  ];
}

function headerNames({ profile }: Attack): string[] {
  return profile.credential.headers.map(({ name }) => name);
}
