import type { Deps } from '../deps.ts';
import { knownDevice } from '../domain/device.ts';
import type { Failure } from '../domain/failure.ts';
import { createLoginCodeJudge, openLoginCode } from '../domain/login-code.ts';
import { sessionState } from '../domain/session.ts';
import { readOwnCookie } from './cookies.ts';
import type { Credential } from './credential.ts';
import { type Decision, decide } from './decide.ts';
import { plainHeader } from './header-lines.ts';
import { endLoginCode, loginCodeCookie, owesCookie, setDevice } from './own-cookies.ts';
import { parametersOf, queryOf, withoutPathParameters } from './query.ts';
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

const forbidden: Decision = { act: 'refuse', reason: 'forbidden-way' };

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
      withoutPathParameters(url, isForbidden) !== url ||
      Object.keys(headers).some((name) => profile.forbid.headers.includes(plainHeader(name)))
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
    if (isForbiddenWay(from)) return as(forbidden);
    // A login must not re-use somebody's session: it goes on as nobody's.
    if (visitor.kind === 'recognised' && isRequest(from, profile.login)) {
      return as(isStuck(inside, []) ? forbidden : { act: 'forward-as-nobody' });
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
    const forwards = decision.act === 'forward' || decision.act === 'forward-as-nobody';
    return as(forwards && isStuck(inside, forwarded) ? forbidden : decision, forwarded);
  };
}

/** What stands in a body or a message cannot be taken off: it passes whole, or not at all. */
function isStuck(inside: readonly Credential[], forwarded: readonly Credential[]): boolean {
  return inside.some((credential) => !forwarded.includes(credential));
}
