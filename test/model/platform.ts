import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a session was opened, in the platform's own words; the empty text is a method it does not say. */
export type Method = 'password' | 'saml' | 'oidc' | '';

/** The names of the two cookies in which a session can come, as the profile has them. */
export const cookieNames = { main: 'session', legacy: 'session_legacy' } as const;
export type Door = keyof typeof cookieNames;

export type Platform = {
  readonly url: URL;
  /** Answers 500 to the question whose session it is. */
  broken: boolean;
  /** Name and e-mail change hands; who is who does not. */
  swapAttributes(): void;
  close(): void;
};

type Session = { readonly person: string; readonly method: Method };

/**
 * As much of a platform as the door can tell: it opens, renews and ends sessions as the address asks
 * for, and says whose session it is. Every answer says with which cookies the request arrived.
 *
 * @param newValue of a credential.
 */
export async function startPlatform(
  people: readonly string[],
  newValue: () => string,
): Promise<Platform> {
  const sessions = new Map<string, Session>();
  let attributes = people;

  const server = createServer((question, answer) => {
    const { pathname, searchParams } = new URL(question.url ?? '', 'http://platform');
    const cookie = question.headers.cookie ?? '';
    const carried = cookie.split('; ').map((pair) => pair.split('='));
    const [session] = carried.flatMap(([, value = '']) => sessions.get(value) ?? []);
    answer.setHeader('X-Arrived-With', cookie);

    if (pathname === '/api/me') {
      if (platform.broken) return answer.writeHead(500).end();
      if (!session) return answer.writeHead(401).end();
      const name = attributes[people.indexOf(session.person)] ?? '';
      const { method } = session;
      const who = { id: session.person, realm: 'acme', name, email: `${name}@acme.example` };
      return answer.end(JSON.stringify({ ...who, session: method ? { method } : {} }));
    }

    const name = cookieNames[searchParams.get('door') === 'legacy' ? 'legacy' : 'main'];
    const begin = (begun: Session) => {
      const value = newValue();
      sessions.set(value, begun);
      answer.setHeader('Set-Cookie', `${name}=${value}; Path=/`);
    };
    if (pathname === '/login') {
      const method = searchParams.get('method') as Method;
      begin({ person: searchParams.get('as') ?? '', method });
    }
    if (pathname === '/logout') for (const [, value = ''] of carried) sessions.delete(value);
    const [, old = ''] = carried.find(([cookieName]) => cookieName === name) ?? [];
    const renewed = sessions.get(old);
    if (pathname === '/renew' && renewed) {
      sessions.delete(old);
      begin(renewed);
    }
    return answer.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

  const platform: Platform = {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    broken: false,
    swapAttributes() {
      attributes = attributes.toReversed();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return platform;
}
