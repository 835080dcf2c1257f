import { type Identity, readIdentity } from '../gate/identity.ts';
import type { Profile } from '../profile/schema.ts';
import type { Answer } from './answer.ts';

/** What an answer to a session that owes its code shows. */
export type Judgement =
  /** The gate's own answer; `reason` as in its problem documents, `page` for its page. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** What anybody gets: the session was worth nothing. */
  | { readonly kind: 'anybody' }
  /** Nothing that is HTTP came back. */
  | { readonly kind: 'silence' }
  /** The session was worth something; `sign` says by what that shows. */
  | { readonly kind: 'open'; readonly sign: string };

/** Why the gate itself refused, or null for an answer that is not the gate's. */
export function gatesReason({ headers, body }: Answer): string | null {
  const type = headers.get('content-type') ?? '';
  if (type.startsWith('application/problem+json')) {
    return /"type":"urn:two-factor:([a-z-]+)"/.exec(body)?.[1] ?? null;
  }
  const isPage =
    body.includes('<main class="card">') &&
    headers.get('cross-origin-opener-policy') === 'same-origin' &&
    (headers.get('content-security-policy') ?? '').startsWith("default-src 'none'");
  return isPage ? 'page' : null;
}

/** Whom an answer of the identity endpoint names; null for nobody, and for anything unreadable. */
export function identityIn(profile: Profile, { status, body }: Answer): Identity | null {
  try {
    return readIdentity(profile, status, body);
  } catch {
    return null;
  }
}

/** Statuses by which a server refuses whatever it is asked, or cannot answer at all. */
const refusals = (status: number) =>
  [400, 401, 403, 407, 417, 426, 429, 431].includes(status) || status >= 500;

export type Judge = {
  /** What one answer shows by itself; null where it must be compared. */
  alone(answer: Answer | null): Judgement | null;
  /**
   * What it shows beside the answer to a made-up session.
   *
   * @param isWhoami it was asked of the identity endpoint.
   * @returns null where only their contents differ: see `steadily`.
   */
  beside(answer: Answer, twin: Answer | null, isWhoami: boolean): Judgement | null;
  /** Another content counts where both are the same each time that they are asked for. */
  steadily(answer: Answer, isSteady: boolean): Judgement;
  isSame(one: Answer | null, other: Answer | null): boolean;
};

/**
 * @param marks texts that only the account's own pages have, such as its e-mail address.
 * @param values real and made-up ones, which a page may say back.
 */
export function createJudge(
  profile: Profile,
  marks: readonly string[],
  values: readonly string[],
): Judge {
  const forms = values.flatMap((value) => {
    const each = [value, encodeURIComponent(value), value.toUpperCase(), value.toLowerCase()];
    return each.filter((text) => text !== '');
  });
  const open = (sign: string): Judgement => ({ kind: 'open', sign });
  const plain = (text = '') => forms.reduce((rest, form) => rest.replaceAll(form, ''), text).trim();
  const has = ({ body }: Answer, mark: string) => body.toLowerCase().includes(mark.toLowerCase());
  const leadsTo = ({ headers }: Answer) => plain(headers.get('location'));
  const isIn = (status: number) => status === 101 || (status >= 200 && status < 300);

  return {
    alone(answer) {
      if (!answer) return { kind: 'silence' };
      const reason = gatesReason(answer);
      if (reason !== null) return { kind: 'refused', reason };
      const isClosed = answer.status === 101 && answer.body.includes('closed 1008');
      return isClosed ? { kind: 'refused', reason: 'closed' } : null;
    },

    beside(answer, twin, isWhoami) {
      const { status } = answer;
      const seen = isWhoami ? identityIn(profile, answer)?.person : undefined;
      const other = isWhoami && twin ? identityIn(profile, twin)?.person : undefined;
      // Where everybody is somebody, it is no identity that was answered.
      if (seen && JSON.stringify(seen) !== JSON.stringify(other)) {
        return open(`${status}, it names ${seen.email || seen.name || seen.platformId}`);
      }
      const mark = marks.find((each) => has(answer, each) && !(twin && has(twin, each)));
      if (mark !== undefined) return open(`${status}, and the answer names ${mark}`);
      const before = twin?.status ?? 0;
      if (status !== before) {
        return refusals(status)
          ? { kind: 'anybody' }
          : open(`${status}, where a made-up session gets ${before || 'nothing'}`);
      }
      if (twin && leadsTo(answer) !== leadsTo(twin)) {
        return open(
          `${status} to ${leadsTo(answer)}, where a made-up session is sent to ${leadsTo(twin)}`,
        );
      }
      return isIn(status) && !this.isSame(answer, twin) ? null : { kind: 'anybody' };
    },

    steadily: ({ status }, isSteady) =>
      isSteady
        ? open(`${status}, with another content than for a made-up session`)
        : { kind: 'anybody' },

    isSame(one, other) {
      if (!one || !other) return one === other;
      return (
        one.status === other.status &&
        leadsTo(one) === leadsTo(other) &&
        plain(one.body) === plain(other.body)
      );
    },
  };
}
