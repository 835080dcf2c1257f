import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Deps } from '../deps.ts';
import { knownDevice } from '../domain/device.ts';
import type { Failure } from '../domain/failure.ts';
import { createLoginCodeJudge, openLoginCode } from '../domain/login-code.ts';
import { sessionState } from '../domain/session.ts';
import { errorFields } from '../log.ts';
import { createAfterwards } from './afterwards.ts';
import { createAnswers } from './answers.ts';
import { type Credential, readOwnCookie, writeCookies } from './credential.ts';
import { type Decision, decide } from './decide.ts';
import { endLoginCode, loginCodeCookie, owesCookie, setDevice } from './own-cookies.ts';
import type { Passage, PlatformProxy } from './proxy.ts';
import { isNavigation, isRequest } from './request.ts';
import { meetVisitor, type Recognised, type Visitor } from './visitor.ts';
import type { Whoami } from './whoami.ts';

type Admission = {
  readonly decision: Decision;
  readonly visitor: Visitor;
  /** The credentials that travel on, if the decision is to forward. */
  readonly forwarded: readonly Credential[];
  /** Why the sealed login code of this request was refused, if it was. */
  readonly failure: Failure | null;
  /** Set-Cookie lines that belong to the answer, whichever it is. */
  readonly cookies: readonly string[];
};

export type Gate = {
  handle(from: IncomingMessage, to: ServerResponse): Promise<void>;
  upgrade(from: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
};

/** Stands before the platform: every request is decided here, and forwarded only as the decision says. */
export function createGate(deps: Deps, whoami: Whoami, proxy: PlatformProxy): Gate {
  const judgeLoginCode = createLoginCodeJudge(deps);
  const afterwards = createAfterwards(deps, whoami);
  const answers = createAnswers(deps);
  const { profile } = deps;

  async function admit(from: IncomingMessage): Promise<Admission> {
    let visitor = await meetVisitor(deps, whoami, from.headers);
    const cookies: string[] = [];
    let failure: Failure | null = null;
    if (visitor.kind === 'recognised' && isRequest(from, profile.login)) {
      // A login must not re-use somebody's session: it goes on as nobody's.
      return { decision: { act: 'forward-as-nobody' }, visitor, forwarded: [], failure, cookies };
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
    return { decision, visitor, forwarded, failure, cookies };
  }

  async function withLoginCode(
    visitor: Recognised,
    sealed: string,
  ): Promise<{ visitor: Recognised; failure: Failure | null }> {
    const loginCode = openLoginCode(deps, sealed);
    if (!loginCode || visitor.session.factor === 'locked') return { visitor, failure: null };
    const failure = await judgeLoginCode(visitor.session, loginCode);
    return { visitor: { ...visitor, session: await visitor.again() }, failure };
  }

  function passageOf(from: IncomingMessage, { visitor, forwarded, cookies }: Admission): Passage {
    return {
      cookie: writeCookies([...visitor.others, ...forwarded]),
      onAnswer: async (answer) => [...cookies, ...(await afterwards(from, visitor, answer))],
    };
  }

  return {
    async handle(from, to) {
      try {
        const admission = await admit(from);
        const { decision, visitor, failure, cookies } = admission;
        switch (decision.act) {
          case 'forward':
          case 'forward-as-nobody':
            return proxy.forward(from, to, passageOf(from, admission));
          case 'page':
            return await answers.page(from, to, decision.page, visitor, failure, cookies);
          case 'refuse':
            return answers.problem(to, decision.reason, cookies);
        }
      } catch (error) {
        deps.log.alarm('gate-failed', errorFields(error));
        if (to.headersSent) to.destroy();
        else answers.problem(to, 'internal');
      }
    },

    async upgrade(from, socket, head) {
      try {
        const admission = await admit(from);
        const { decision } = admission;
        switch (decision.act) {
          case 'forward':
          case 'forward-as-nobody':
            return proxy.forwardUpgrade(from, socket, head, passageOf(from, admission));
          case 'page':
            return answers.upgradeProblem(socket, 'code-required');
          case 'refuse':
            return answers.upgradeProblem(socket, decision.reason);
        }
      } catch (error) {
        deps.log.alarm('gate-failed', errorFields(error));
        answers.upgradeProblem(socket, 'internal');
      }
    },
  };
}
