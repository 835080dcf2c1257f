import type { Deps } from '../deps.ts';
import { knownDevice } from '../domain/device.ts';
import type { Failure } from '../domain/failure.ts';
import { createLoginCodeJudge, openLoginCode } from '../domain/login-code.ts';
import { sessionState } from '../domain/session.ts';
import { readOwnCookie } from './cookies.ts';
import type { Credential } from './credential.ts';
import { type Decision, decide } from './decide.ts';
import { endLoginCode, loginCodeCookie, owesCookie, setDevice } from './own-cookies.ts';
import { parametersOf, queryOf } from './query.ts';
import { isNavigation, isRequest, type RequestHead } from './request.ts';
import { likeOneOf } from './spelling.ts';
import { meetVisitor, type Recognised, type Visitor } from './visitor.ts';
import type { Whoami } from './whoami.ts';

/** The gate's verdict on one request. */
export type Admission = {
  readonly decision: Decision;
  readonly visitor: Visitor;
  /** The credentials that travel on, if the decision is to forward. */
  readonly forwarded: readonly Credential[];
  /** Why the sealed login code of this request was refused, if it was. */
  readonly failure: Failure | null;
  /** Set-Cookie lines that belong to the answer, whichever it is. */
  readonly cookies: readonly string[];
};

/**
 * Decides about requests.
 *
 * @param inside credentials that stand in a request's body, or in a message of its WebSocket.
 */
export type Admit = (from: RequestHead, inside?: readonly Credential[]) => Promise<Admission>;

export function createAdmit(deps: Deps, whoami: Whoami): Admit {
  const judgeLoginCode = createLoginCodeJudge(deps);
  const { profile } = deps;
  const isForbidden = likeOneOf(profile.forbid.query);

  async function withLoginCode(
    visitor: Recognised,
    sealed: string,
  ): Promise<{ visitor: Recognised; failure: Failure | null }> {
    const loginCode = openLoginCode(deps, sealed);
    if (!loginCode || visitor.session.factor === 'locked') return { visitor, failure: null };
    const failure = await judgeLoginCode(visitor.session, loginCode);
    return { visitor: { ...visitor, session: await visitor.again() }, failure };
  }

  function isForbiddenWay({ url = '', headers }: RequestHead): boolean {
    return (
      parametersOf(queryOf(url), isForbidden).length > 0 ||
      profile.forbid.headers.some((name) => headers[name] !== undefined)
    );
  }

  return async (from, inside = []) => {
    let visitor = await meetVisitor(deps, whoami, from, inside);
    const cookies: string[] = [];
    let failure: Failure | null = null;
    const as = (decision: Decision, forwarded: readonly Credential[] = []): Admission => ({
      decision,
      visitor,
      forwarded,
      failure,
      cookies,
    });
    if (isForbiddenWay(from)) return as({ act: 'refuse', reason: 'forbidden-way' });
    // A login must not re-use somebody's session: it goes on as nobody's.
    if (visitor.kind === 'recognised' && isRequest(from, profile.login)) {
      return as({ act: 'forward-as-nobody' });
    }
    if (visitor.kind === 'recognised' && sessionState(visitor.session) === 'code-required') {
      const sealed = readOwnCookie(from.headers.cookie, loginCodeCookie);
      if (sealed !== null) {
        cookies.push(endLoginCode);
        ({ visitor, failure } = await withLoginCode(visitor, sealed));
        if (sessionState(visitor.session) === 'cleared') {
          cookies.push(setDevice(knownDevice(deps, visitor.session.accountId)));
        }
      }
    }
    const facts = {
      navigation: isNavigation(from),
      owes: readOwnCookie(from.headers.cookie, owesCookie) !== null,
    };
    const decision =
      visitor.kind === 'recognised'
        ? decide({ ...facts, visitor: visitor.kind, session: visitor.session })
        : decide({ ...facts, visitor: visitor.kind });
    const forwarded =
      visitor.kind === 'recognised'
        ? visitor.recognised
        : visitor.found.filter(({ anonymous }) => anonymous === 'forward');
    // What stands in a body cannot be taken off: it passes whole, or not at all.
    const stuck = inside.some((credential) => !forwarded.includes(credential));
    const forwards = decision.act === 'forward' || decision.act === 'forward-as-nobody';
    if (stuck && forwards) return as({ act: 'refuse', reason: 'forbidden-way' });
    return as(decision, forwarded);
  };
}
