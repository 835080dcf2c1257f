import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Deps } from '../deps.ts';
import { endSession } from '../domain/end-session.ts';
import { failureStatus, type Reason } from '../domain/failure.ts';
import { createLoginCodeJudge, openLoginCode } from '../domain/login-code.ts';
import { sessionState } from '../domain/session.ts';
import { errorFields } from '../log.ts';
import { hostedPage } from '../pages/hosted-page.ts';
import type { Profile } from '../profile.ts';
import { type Credential, readOwnCookie, writeCookies } from './credential.ts';
import { type Decision, decide } from './decide.ts';
import { localPath } from './origin.ts';
import {
  endLoginCode,
  endOwes,
  endPlanted,
  loginCodeCookie,
  owesCookieName,
  setOwes,
} from './own-cookies.ts';
import { problemHeaders, problemOf } from './problem.ts';
import type { Passage, PlatformProxy } from './proxy.ts';
import { meetVisitor, type Visitor } from './visitor.ts';
import type { Whoami } from './whoami.ts';

type Admission = {
  readonly decision: Decision;
  readonly visitor: Visitor;
  /** The credentials that travel on, if the decision is to forward. */
  readonly forwarded: readonly Credential[];
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
  const { profile } = deps;
  const { hostname } = new URL(deps.origin);

  async function admit(from: IncomingMessage): Promise<Admission> {
    let visitor = await meetVisitor(deps, whoami, from.headers);
    const cookies: string[] = [];
    if (visitor.kind === 'recognised' && isRequest(from, profile.login)) {
      // A login must not re-use somebody's session: it goes on as nobody's.
      return { decision: { act: 'forward-as-nobody' }, visitor, forwarded: [], cookies };
    }
    if (visitor.kind === 'recognised' && sessionState(visitor.session) === 'code-required') {
      const sealed = readOwnCookie(from.headers.cookie, loginCodeCookie);
      if (sealed !== null) {
        cookies.push(endLoginCode);
        visitor = await withLoginCode(visitor, sealed);
      }
    }
    const facts = {
      navigation: isNavigation(from),
      owes: readOwnCookie(from.headers.cookie, owesCookieName) !== null,
    };
    const decision =
      visitor.kind === 'recognised'
        ? decide({ ...facts, visitor: visitor.kind, session: visitor.session })
        : decide({ ...facts, visitor: visitor.kind });
    const forwarded =
      visitor.kind === 'recognised'
        ? visitor.recognised
        : visitor.found.filter(({ anonymous }) => anonymous === 'forward');
    return { decision, visitor, forwarded, cookies };
  }

  async function withLoginCode(
    visitor: Extract<Visitor, { kind: 'recognised' }>,
    sealed: string,
  ): Promise<Visitor> {
    const loginCode = openLoginCode(deps, sealed);
    if (!loginCode || visitor.session.factor === 'locked') return visitor;
    await judgeLoginCode(visitor.session, loginCode);
    return { ...visitor, session: await visitor.again() };
  }

  function passageOf(from: IncomingMessage, admission: Admission): Passage {
    const { visitor, forwarded, cookies } = admission;
    return {
      cookie: writeCookies([...visitor.others, ...forwarded]),
      onAnswer: async (answer) => [...cookies, ...(await afterwards(from, visitor.found, answer))],
    };
  }

  /** What the platform's answer changes: nothing remembered of a credential outlives its end. */
  async function afterwards(
    from: IncomingMessage,
    credentials: readonly Credential[],
    answer: IncomingMessage,
  ): Promise<readonly string[]> {
    const logout = isRequest(from, profile.logout);
    const login = isRequest(from, profile.login);
    if (login || logout || setsCredential(answer, profile)) {
      for (const { hash } of credentials) whoami.forget(hash);
    }
    if (logout) await endSession(deps, credentials);
    return login || logout ? [endOwes] : [];
  }

  async function answerPage(
    from: IncomingMessage,
    to: ServerResponse,
    { decision, visitor, cookies }: Admission,
  ): Promise<void> {
    if (decision.act !== 'page') return;
    const page = await hostedPage(deps, {
      page: decision.page,
      session: visitor.kind === 'recognised' ? visitor.session : null,
      acceptLanguage: from.headers['accept-language'],
      returnTo: from.method === 'GET' ? localPath(from.url) : '/',
    });
    const status = { code: 403, 'set-up': 403, 'sign-out': 400, unavailable: 503 }[decision.page];
    const planted = decision.page === 'sign-out' ? endPlanted(profile, hostname) : [];
    const owes = visitor.kind === 'none' ? [endOwes] : [];
    to.writeHead(status, { ...page.headers, 'Set-Cookie': [...cookies, ...planted, ...owes] });
    to.end(page.body);
  }

  function answerProblem(
    to: ServerResponse,
    reason: Reason,
    cookies: readonly string[] = [],
  ): void {
    const body = problemOf({ reason });
    const owes = failureStatus[reason] === 403 ? [setOwes] : [];
    const headers = problemHeaders(body, deps.now());
    to.writeHead(body.status, { ...headers, 'Set-Cookie': [...cookies, ...owes] });
    to.end(JSON.stringify(body));
  }

  return {
    async handle(from, to) {
      try {
        const admission = await admit(from);
        const { decision, cookies } = admission;
        if (decision.act === 'page') await answerPage(from, to, admission);
        else if (decision.act === 'refuse') answerProblem(to, decision.reason, cookies);
        else proxy.forward(from, to, passageOf(from, admission));
      } catch (error) {
        deps.log.alarm('gate-failed', errorFields(error));
        if (to.headersSent) to.destroy();
        else answerProblem(to, 'internal');
      }
    },
    async upgrade(from, socket, head) {
      try {
        const admission = await admit(from);
        const { decision } = admission;
        if (decision.act === 'forward' || decision.act === 'forward-as-nobody') {
          proxy.forwardUpgrade(from, socket, head, passageOf(from, admission));
        } else {
          refuseUpgrade(socket, decision.act === 'refuse' ? decision.reason : 'code-required');
        }
      } catch (error) {
        deps.log.alarm('gate-failed', errorFields(error));
        refuseUpgrade(socket, 'internal');
      }
    },
  };
}

function refuseUpgrade(socket: Duplex, reason: Reason): void {
  const body = JSON.stringify(problemOf({ reason }));
  socket.end(
    `HTTP/1.1 ${failureStatus[reason]} Refused\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** A person's browser going to a document; anything else could not show a page of ours. */
function isNavigation({ method, headers }: IncomingMessage): boolean {
  if (headers.upgrade !== undefined && headers.connection?.toLowerCase().includes('upgrade')) {
    return false;
  }
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined) return mode === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return (
    (method === 'GET' || method === 'HEAD') && (headers.accept?.includes('text/html') ?? false)
  );
}

function isRequest({ method, url }: IncomingMessage, requests: Profile['login']): boolean {
  const path = (url ?? '').replace(/[?#].*$/, '');
  return requests.some((request) => request.method === method && request.path === path);
}

function setsCredential(answer: IncomingMessage, profile: Profile): boolean {
  const lines = answer.headers['set-cookie'] ?? [];
  return profile.credential.cookies.some(({ name }) =>
    lines.some((line) => line.trimStart().startsWith(`${name}=`)),
  );
}
