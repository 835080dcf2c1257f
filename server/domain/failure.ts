/**
 * Every reason for which Doorcode refuses users something, and the HTTP status it answers with.
 * The names are part of the API: callers branch on them, texts are written for each, so a name never
 * changes its meaning. A refusal is a value; bugs and outages are thrown instead. On the wire it is a
 * problem of RFC 9457.
 */
export const failureStatus = {
  /** The session has not shown a code yet, or the call needs a fresh one. */
  'code-required': 403,
  /** The account was reset: it must set up a new factor before anything else. */
  'setup-required': 403,
  /** Starting the set-up after a reset needs the one-time code that support hands over. */
  'setup-code-required': 403,
  'wrong-setup-code': 403,
  'wrong-code': 403,
  /** Not six digits: nothing was judged, nothing was counted. */
  'malformed-code': 400,
  /** Too many failures: neither judged nor counted; `waitUntil` and Retry-After say for how long. */
  wait: 429,
  /** A hundred failures in a row: only support leads out. */
  locked: 403,
  'not-logged-in': 401,
  /** A set-up needs a session that is an hour old at most, so that a stolen old one starts none. */
  'login-again': 403,
  /** The cookie jar belongs to another account than the caller saw. */
  'other-account': 409,
  'already-active': 409,
  'not-active': 409,
  /** This session came through an identity provider, which answers for the second factor. */
  exempt: 409,
  /** The pending set-up is over: expired, replaced, confirmed, or ended by ten wrong codes. */
  'setup-over': 410,
  /** Support's case is done, cancelled or vetoed. */
  'case-closed': 409,
  /** Two accounts' credentials in one request, or one cookie name twice. */
  'ambiguous-credentials': 400,
  /** A way to log in, or a credential in a place, that the profile does not allow. */
  'forbidden-way': 403,
  'not-same-origin': 403,
  'unsupported-media-type': 415,
  'bad-request': 400,
  'too-large': 413,
  'not-found': 404,
  /** The platform could not be asked whose session this is. */
  'platform-unavailable': 503,
  internal: 500,
} as const;

export type Reason = keyof typeof failureStatus;

/** Reasons that only programs and people with a support key meet. */
export const supportFailureStatus = {
  'unknown-account': 404,
  'bad-support-key': 401,
  /** The key is right, and has not the scope that the call needs. */
  'missing-scope': 403,
  /** As many resets, bypass codes and cleared waits in an hour as the policy allows the key, or the realm. */
  'too-many-acts': 429,
  /** The account has an open case already. */
  'case-open': 409,
  'unknown-case': 404,
  /** Nobody approves the case that they opened. */
  'own-case': 403,
  /** The idempotency key was used for another request. */
  'other-request': 422,
  /** The policy of the account's realm does without bypass codes. */
  'bypass-forbidden': 403,
} as const;

export type SupportReason = keyof typeof supportFailureStatus;

/**
 * An expected refusal. `waitUntil` (epoch ms) comes with `wait`, and with the failure that began one;
 * `clockOff` with a wrong code that tells by how many seconds the phone's clock is ahead (below 0:
 * behind).
 */
export type Failure<R extends string = Reason> = {
  ok: false;
  reason: R;
  waitUntil?: number;
  clockOff?: number;
};

export type Result<T = unknown, R extends string = Reason> = ({ ok: true } & T) | Failure<R>;

/** @param waitUntil epoch ms; 0 where nothing is waited for. */
export function refuse<R extends Reason | SupportReason>(reason: R, waitUntil = 0): Failure<R> {
  return waitUntil > 0 ? { ok: false, reason, waitUntil } : { ok: false, reason };
}
