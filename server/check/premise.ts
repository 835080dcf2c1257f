import { withQuery } from '../gate/query.ts';
import type { Profile } from '../profile/schema.ts';
import type { Answer } from './answer.ts';
import { everything, type Held, tokensOf } from './held.ts';
import { gatesReason, identityIn } from './judge.ts';
import type { Aim } from './way.ts';
import { type Pairs, send, type Wire } from './wire.ts';

/** What must be so before a refusal proves anything. */
export type Premise =
  | { readonly kind: 'cannot'; readonly why: string }
  /** The gate lets the session in by itself; `why` says how it takes it. */
  | { readonly kind: 'let-in'; readonly as: 'exempt' | 'nobody'; readonly account: Account | null }
  | { readonly kind: 'owes'; readonly account: Account };

export type Account = { readonly realm: string; readonly name: string; readonly email: string };

type State = { readonly session: string; readonly account: Account | null };

/** Reasons by which the gate says that a session owes something. */
const owing = ['code-required', 'setup-required', 'locked', 'page'];

/** A request as the browser sends it. */
export function plainly({ method, target }: Aim, held: Held): Wire {
  return { method, target: withQuery(target, held.query), headers: everything(held) };
}

/** Whether the gate itself answered so, because the session owes something. */
export function owes(answer: Answer | null): boolean {
  return answer !== null && owing.includes(gatesReason(answer) ?? '');
}

/** Proves that there is a door, that it knows this platform, and that this session owes its code. */
export async function provePremise(
  profile: Profile,
  gate: URL,
  held: Held,
  whoami: Aim,
  wanted: string | undefined,
): Promise<Premise> {
  const cannot = (why: string): Premise => ({ kind: 'cannot', why });
  const ask = (target: string, headers: Pairs = []) =>
    send(gate, { method: 'GET', target, headers });

  const ours = await ask('/.two-factor/v1/profile');
  if (!ours) {
    const trust =
      gate.protocol === 'https:'
        ? ' Or this machine does not trust its certificate: NODE_EXTRA_CA_CERTS names a file with those that it shall.'
        : '';
    return cannot(`Nothing answers at ${gate.origin}.${trust}`);
  }
  const { name } = jsonOf<{ name?: string }>(ours);
  if (name === undefined) {
    return cannot(
      `No Doorcode answers at ${gate.origin}: what is there does not know /.two-factor/v1/profile.`,
    );
  }
  if (name !== profile.name) {
    return cannot(
      `The door at ${gate.origin} stands before "${name}", and the profile is that of "${profile.name}".`,
    );
  }
  const stranger = await send(gate, { method: whoami.method, target: whoami.target, headers: [] });
  if (stranger && identityIn(profile, stranger)) {
    return cannot(
      'Without any credential the identity endpoint names somebody, as the profile reads it: look at whoami.nobody and whoami.accountId.',
    );
  }

  const answer = await send(gate, plainly(whoami, held));
  const reason = answer && gatesReason(answer);
  if (reason === 'ambiguous-credentials') {
    return cannot(
      'The session carries the credentials of two logins, or one cookie twice: log in anew, in a private window.',
    );
  }
  if (reason === 'platform-unavailable' || !answer) {
    return cannot(
      `The gate cannot ask the platform whose session this is (${reason ?? 'no answer'}). Is it up? Does whoami fit it? The gate's log says what it answered, and "profile try" with this session shows it.`,
    );
  }
  const state = jsonOf<Partial<State>>(await ask('/.two-factor/v1/state', everything(held)));
  const account = state.account ?? null;
  if (wanted !== undefined && account && !isCalled(account, wanted)) {
    return cannot(`The session is that of ${called(account)}, not of ${wanted}.`);
  }
  if (owes(answer)) return { kind: 'owes', account: account ?? { realm: '', name: '', email: '' } };

  switch (state.session) {
    case 'cleared':
      return cannot(
        'This session has shown its code, so it may pass. Log in anew, in a private window, and stop where the code is asked for.',
      );
    case 'free':
      return cannot(
        `${account ? called(account) : 'The account'} has no factor, as the gate sees it: activate one, then log in anew. If it has one, whoami.accountId is not the same at each login: that is a hole.`,
      );
    case 'exempt':
      return { kind: 'let-in', as: 'exempt', account };
  }
  if (identityIn(profile, answer)) return { kind: 'let-in', as: 'nobody', account: null };
  const seen = tokensOf(profile, held).length;
  return cannot(
    seen === 0
      ? 'There is no credential of the profile in what was given: copy the whole headers of a request of the logged-in page.'
      : 'The platform does not recognise this session, so nothing can be proven: it has ended, or a companion header is missing.',
  );
}

function jsonOf<T extends object>(answer: Answer | null): Partial<T> {
  try {
    const value: unknown = JSON.parse(answer?.body ?? '');
    return typeof value === 'object' && value !== null ? (value as Partial<T>) : {};
  } catch {
    return {};
  }
}

/** An account as a sentence names it. */
export function called({ name, email, realm }: Account): string {
  return [email || name, realm].filter((text) => text !== '').join(', ') || 'the account';
}

function isCalled({ name, email }: Account, wanted: string): boolean {
  return [name, email].some((each) => each.toLowerCase() === wanted.toLowerCase());
}
