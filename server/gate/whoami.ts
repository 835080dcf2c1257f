import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { Profile } from '../profile.ts';
import type { Person } from '../store/accounts.ts';
import type { Credential } from './credential.ts';

/** Whose session a credential is, as the platform says. */
export type Identity = { readonly person: Person; readonly exempt: boolean };

/** The platform gave no answer that can be relied on: nobody is let in, nobody is logged out. */
export class PlatformUnavailable extends Error {
  override name = 'PlatformUnavailable';
}

export type Whoami = {
  /**
   * The identity behind a credential, null for nobody.
   *
   * @throws PlatformUnavailable
   */
  ask(credential: Credential, headers: IncomingHttpHeaders): Promise<Identity | null>;
  /** What was remembered of this credential, under whatever name, is no longer good. */
  forget(credential: Credential): void;
};

/** Milliseconds for which an identity is taken as said, so that a page's many requests ask once. */
const rememberedFor = 5_000;
const rememberedAtMost = 10_000;
const patience = 5_000;
const answerAtMost = 64 * 1024;
/** Questions at once about credentials never seen before: garbage cannot crowd out real sessions. */
const strangersAtOnce = 16;
const strangersWaiting = 256;

type Remembered = { readonly identity: Identity; readonly until: number };

/**
 * Asks the platform whose session it is: each credential alone, with its companion headers, exactly as
 * it will be forwarded. Answers are coalesced; only a recognised identity is remembered.
 */
export function createWhoami(
  profile: Profile,
  upstream: URL,
  agent: Agent,
  host: string,
  now: () => number,
): Whoami {
  const remembered = new Map<string, Remembered>();
  const underWay = new Map<string, Promise<Identity | null>>();
  const strangers = createPool(strangersAtOnce, strangersWaiting);

  function fetchIdentity(
    credential: Credential,
    companions: readonly string[],
    connections: Agent | false = agent,
  ): Promise<Identity | null> {
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new PlatformUnavailable(why));
      const question = request(
        {
          agent: connections,
          host: upstream.hostname,
          port: upstream.port,
          path: profile.whoami.path,
          setHost: false,
          headers: [
            'Host',
            host,
            'Accept',
            'application/json',
            'Cookie',
            questionOf(credential.name, credential.value),
            ...companions,
          ],
        },
        (answer) => {
          const chunks: Buffer[] = [];
          let size = 0;
          answer.on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > answerAtMost) question.destroy(new Error('too long an answer'));
            else chunks.push(chunk);
          });
          answer.on('error', (error) => fail(error.message));
          answer.on('aborted', () => fail('cut in the middle of an answer'));
          answer.on('end', () => {
            try {
              resolve(readAnswer(profile, answer.statusCode ?? 0, Buffer.concat(chunks)));
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
        if (stale) fetchIdentity(credential, companions, false).then(resolve, reject);
        else fail(error.message);
      });
      question.on('close', () => clearTimeout(timer));
      question.end();
    });
  }

  function remember(key: string, identity: Identity): void {
    remembered.delete(key);
    remembered.set(key, { identity, until: now() + rememberedFor });
    for (const oldest of remembered.keys()) {
      if (remembered.size <= rememberedAtMost) break;
      remembered.delete(oldest);
    }
  }

  async function askPlatform(key: string, credential: Credential, companions: readonly string[]) {
    const known = remembered.has(key);
    const leave = known ? () => {} : await strangers.enter();
    try {
      return await fetchIdentity(credential, companions);
    } finally {
      leave();
    }
  }

  return {
    async ask(credential, headers) {
      const companions = companionsOf(profile, headers);
      const key = [questionOf(credential.name, credential.value), ...companions].join('\n');
      const before = remembered.get(key);
      if (before && before.until > now()) return before.identity;

      let answer = underWay.get(key);
      if (!answer) {
        const question: Promise<Identity | null> = askPlatform(key, credential, companions)
          .then((identity) => {
            // Forgotten while it was asked: this answer may be older than the reason to forget.
            if (identity && underWay.get(key) === question) remember(key, identity);
            if (!identity) remembered.delete(key);
            return identity;
          })
          .finally(() => {
            if (underWay.get(key) === question) underWay.delete(key);
          });
        answer = question;
        underWay.set(key, answer);
      }
      return answer;
    },
    forget({ value }) {
      const questions = profile.credential.cookies.map(({ name }) => questionOf(name, value));
      for (const known of [remembered, underWay]) {
        if (profile.whoami.companionHeaders.length === 0) {
          for (const question of questions) known.delete(question);
        } else {
          for (const key of known.keys()) {
            if (questions.includes(key.split('\n', 1)[0] ?? '')) known.delete(key);
          }
        }
      }
    },
  };
}

/** The Cookie header that asks about one credential, and tells the question from all others. */
function questionOf(name: string, value: string): string {
  return `${name}=${value}`;
}

function companionsOf(profile: Profile, headers: IncomingHttpHeaders): string[] {
  return profile.whoami.companionHeaders.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [name, value] : [];
  });
}

/** @throws PlatformUnavailable for anything but a clear yes or a clear nobody. */
function readAnswer(profile: Profile, status: number, body: Buffer): Identity | null {
  const { whoami } = profile;
  if (whoami.nobody.includes(status)) return null;
  if (status !== 200) throw new PlatformUnavailable(`whoami answered ${status}`);
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new PlatformUnavailable('whoami answered something that is not JSON');
  }
  const platformId = textAt(json, whoami.accountId);
  const realm = whoami.realm ? textAt(json, whoami.realm) : '';
  if (!platformId || realm === null) {
    throw new PlatformUnavailable('whoami named no account');
  }
  const fold = (text: string) => (profile.caseInsensitive ? text.toLowerCase() : text);
  const method = whoami.method && textAt(json, whoami.method.path);
  return {
    person: {
      profile: profile.name,
      realm: fold(realm),
      platformId: fold(platformId),
      name: textAt(json, whoami.name) ?? '',
      email: textAt(json, whoami.email) ?? '',
    },
    exempt: typeof method === 'string' && (whoami.method?.exempt.includes(method) ?? false),
  };
}

/**
 * A text or number at a dotted place of a JSON value, as text; null where there is none. A number that
 * JSON.parse may have rounded is none: two ids must never become one.
 */
function textAt(json: unknown, place: string): string | null {
  let value = json;
  for (const name of place.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : null;
}

/** At most `size` inside at once and `queue` waiting; a further one is refused at once. */
function createPool(size: number, queue: number) {
  let inside = 0;
  const waiting: (() => void)[] = [];

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else inside--;
  }

  return {
    async enter(): Promise<() => void> {
      if (inside < size) inside++;
      else if (waiting.length >= queue) throw new PlatformUnavailable('too many strangers at once');
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
  };
}
