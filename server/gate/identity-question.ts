import { type Agent, request } from 'node:http';
import type { Profile } from '../profile/schema.ts';
import { writeCookies } from './cookies.ts';
import { type Credential, headerLine } from './credential.ts';
import { type Identity, PlatformUnavailable, readIdentity } from './identity.ts';
import { withQuery } from './query.ts';

const patience = 5_000;
/** Bytes: an answer in JSON names one person, a page of HTML has all else around the name. */
const answerAtMost = { json: 64 * 1024, html: 1024 * 1024 } as const;

/** A credential as the platform is asked about it: alone, as it would be forwarded. */
export type Question = {
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
};

/**
 * @param companions what goes along with it, as name and value.
 * @returns null where the profile gives no way to ask: nobody may come in by this one.
 */
export function questionAbout(
  profile: Profile,
  credential: Credential,
  companions: Question['headers'],
): Question | null {
  const { whoami } = profile;
  const { place, name, value, cookies } = credential;
  // Decoded or taken out of JSON, it may hold what no header may (RFC 9110 §5.5).
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return null;
  const target = whoami.path;
  const ask = (line: readonly [string, string]) => ({ target, headers: [line, ...companions] });
  switch (place) {
    case 'cookie':
      return ask(['Cookie', writeCookies(cookies) ?? '']);
    case 'header':
      return ask(headerLine(profile, credential));
    case 'query':
      return {
        target: withQuery(target, `${name}=${encodeURIComponent(value)}`),
        headers: companions,
      };
    case 'body':
    case 'message': {
      // The identity endpoint is asked without a body: the same token, where a header takes it.
      const [header] = profile.credential.headers;
      return header ? ask(headerLine(profile, { ...credential, name: header.name })) : null;
    }
  }
}

/**
 * Asks the identity endpoint. Cookies that it sets and redirects that it answers go no further.
 *
 * @throws PlatformUnavailable
 */
export function createAsk(profile: Profile, upstream: URL, agent: Agent, origin: URL) {
  const accept = profile.whoami.answer === 'html' ? 'text/html' : 'application/json';
  const { method } = profile.whoami;

  return function ask(
    { target, headers }: Question,
    connections: Agent | false = agent,
  ): Promise<Identity | null> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new PlatformUnavailable(why));
      const question = request(
        {
          agent: connections,
          host: upstream.hostname,
          port: upstream.port,
          method,
          path: target,
          setHost: false,
          headers: [
            ['Host', origin.host],
            // As with every request: without them some platforms lead to https instead of an answer.
            ['X-Forwarded-Host', origin.host],
            ['X-Forwarded-Proto', origin.protocol.slice(0, -1)],
            ['Accept', accept],
            ...(method === 'POST' ? [['Content-Length', '0']] : []),
            ...headers,
          ].flat(),
        },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > answerAtMost[profile.whoami.answer])
              question.destroy(new Error('too long an answer'));
            else chunks.push(chunk);
          });
          answer.on('error', (error) => fail(error.message));
          answer.on('aborted', () => fail('cut in the middle of an answer'));
          answer.on('end', () => {
            try {
              const body = Buffer.concat(chunks).toString('utf8');
              resolve(readIdentity(profile, answer.statusCode ?? 0, body));
            } catch (error) {
              reject(error);
            }
          });
        },
      );
      const timer = setTimeout(() => question.destroy(new Error('no answer in time')), patience);
      question.on('error', (error: NodeJS.ErrnoException) => {
        // An idle connection that the platform closed in the very moment in which it was used again.
        const stale = question.reusedSocket && error.code === 'ECONNRESET' && connections !== false;
        if (stale) ask({ target, headers }, false).then(resolve, reject);
        else fail(error.message);
      });
      question.on('close', () => clearTimeout(timer));
      question.end();
    });
  };
}
