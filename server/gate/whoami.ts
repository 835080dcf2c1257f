import type { Agent, IncomingHttpHeaders } from 'node:http';
import type { Profile } from '../profile/schema.ts';
import type { Credential } from './credential.ts';
import { type Identity, TooManyStrangers } from './identity.ts';
import { createAsk, type Question, questionAbout } from './identity-question.ts';

export type Whoami = {
  /**
   * The identity behind a credential, null for nobody.
   *
   * @throws PlatformUnavailable
   */
  ask(credential: Credential, headers: IncomingHttpHeaders): Promise<Identity | null>;
  /** What was remembered of this token, in whatever place it stands, is no longer good. */
  forget(credential: Pick<Credential, 'hash'>): void;
};

/** Milliseconds for which an identity is taken as said, so that a page's many requests ask once. */
const rememberedFor = 5_000;
/** The same for requests that lack the companion headers with which the platform recognised it. */
const rememberedWithout = 3 * 60_000;
const rememberedAtMost = 10_000;
/** Spellings of one token and its companions that are remembered apart. */
const variantsAtMost = 16;
/** Questions at once about credentials never seen before: garbage cannot crowd out real sessions. */
const strangersAtOnce = 16;
const strangersWaiting = 256;
/** Milliseconds. */
const betweenNews = 60_000;

/** All that is known of one token; dropped as a whole when it is forgotten. */
type Known = {
  readonly answers: Map<string, { readonly identity: Identity; readonly until: number }>;
  readonly underWay: Map<string, Promise<Identity | null>>;
  /** The last answer to a question with all companions. */
  full: Full | null;
};

type Full = {
  readonly identity: Identity;
  readonly until: number;
  /** The question, and the same without its companions. */
  readonly key: string;
  readonly alone: string;
  readonly companions: Question['headers'];
};

/**
 * Asks the platform whose session it is: each credential alone, with its companion headers, exactly as
 * it will be forwarded. Answers are coalesced; only a recognised identity is remembered.
 */
export function createWhoami(
  profile: Profile,
  upstream: URL,
  agent: Agent,
  origin: URL,
  now: () => number,
): Whoami {
  const byHash = new Map<string, Known>();
  const strangers = createPool(strangersAtOnce, strangersWaiting, now);
  const fetchIdentity = createAsk(profile, upstream, agent, origin);
  const { companionHeaders } = profile.whoami;

  function knownOf(hash: string): Known {
    let known = byHash.get(hash);
    if (!known) {
      known = { answers: new Map(), underWay: new Map(), full: null };
      byHash.set(hash, known);
    }
    return known;
  }

  function remember(hash: string, known: Known, key: string, identity: Identity) {
    if (known.answers.size >= variantsAtMost) known.answers.clear();
    known.answers.set(key, { identity, until: now() + rememberedFor });
    byHash.delete(hash);
    byHash.set(hash, known);
    for (const oldest of byHash.keys()) {
      if (byHash.size <= rememberedAtMost) break;
      byHash.delete(oldest);
    }
  }

  async function askPlatform(question: Question, isKnown: boolean): Promise<Identity | null> {
    const leave = isKnown ? () => {} : await strangers.enter();
    try {
      return await fetchIdentity(question);
    } finally {
      leave();
    }
  }

  async function ask(
    credential: Credential,
    headers: IncomingHttpHeaders,
  ): Promise<Identity | null> {
    const { hash } = credential;
    const companions = companionsOf(companionHeaders, headers);
    const full = companions.length === companionHeaders.length;
    const question = questionAbout(profile, credential, companions);
    if (!question) return null;
    const known = knownOf(hash);
    const alone = JSON.stringify(questionAbout(profile, credential, []));
    if (!full && isAnsweredBy(known.full, alone, companions, now())) return known.full.identity;

    const key = JSON.stringify(question);
    const before = known.answers.get(key);
    if (before && before.until > now()) return before.identity;
    let answer = known.underWay.get(key);
    if (!answer) {
      answer = askPlatform(question, known.answers.size > 0)
        .then((identity) => {
          // Forgotten while it was asked: this answer may be older than the reason to forget.
          if (identity && byHash.get(hash) === known) {
            remember(hash, known, key, identity);
            const until = now() + rememberedWithout;
            if (full && companions.length > 0) {
              known.full = { identity, until, key, alone, companions };
            }
          }
          if (!identity) {
            known.answers.delete(key);
            if (known.full?.key === key) known.full = null;
          }
          return identity;
        })
        .finally(() => {
          known.underWay.delete(key);
          const isEmpty = known.answers.size + known.underWay.size === 0;
          if (isEmpty && !known.full && byHash.get(hash) === known) byHash.delete(hash);
        });
      known.underWay.set(key, answer);
    }
    return answer;
  }

  return { ask, forget: ({ hash }) => void byHash.delete(hash) };
}

/** It must be the same question but for companions that are missing: none may be another one. */
function isAnsweredBy(
  full: Full | null,
  alone: string,
  companions: Question['headers'],
  now: number,
): full is Full {
  return (
    full !== null &&
    full.until > now &&
    full.alone === alone &&
    companions.every(([name, value]) => full.companions.some(([n, v]) => n === name && v === value))
  );
}

function companionsOf(names: readonly string[], headers: IncomingHttpHeaders): [string, string][] {
  return names.flatMap((name): [string, string][] => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
}

/** At most `size` inside at once and `queue` waiting; a further one is refused at once. */
function createPool(size: number, queue: number, now: () => number) {
  let inside = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const waiting: (() => void)[] = [];

  function tooMany(): TooManyStrangers {
    const isNews = now() - toldAt >= betweenNews;
    if (isNews) toldAt = now();
    return new TooManyStrangers(isNews);
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else inside--;
  }

  return {
    async enter(): Promise<() => void> {
      if (inside < size) inside++;
      else if (waiting.length >= queue) throw tooMany();
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return leave;
    },
  };
}
