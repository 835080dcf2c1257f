import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Deps } from '../deps.ts';
import { type Failure, failureStatus, type Reason } from '../domain/failure.ts';
import { hostedPage } from '../pages/hosted-page.ts';
import type { Decision } from './decide.ts';
import { localPath } from './origin.ts';
import { credentialNames, endOwes, endPlanted, setOwes } from './own-cookies.ts';
import { problemHeaders, problemOf } from './problem.ts';
import { isNavigation, type RequestHead } from './request.ts';
import type { Visitor } from './visitor.ts';

type Page = Extract<Decision, { act: 'page' }>['page'];

const pageStatus: Readonly<Record<Page, number>> = {
  code: 403,
  'set-up': 403,
  'sign-out': 400,
  unavailable: 503,
};

export type Answers = ReturnType<typeof createAnswers>;

/** What the gate says itself, in place of the platform. `cookies` are Set-Cookie lines that go along. */
export function createAnswers(deps: Deps) {
  const { hostname } = new URL(deps.origin);

  return {
    async page(
      from: RequestHead,
      to: ServerResponse,
      page: Page,
      visitor: Visitor,
      failure: Failure | null,
      cookies: readonly string[],
    ): Promise<void> {
      const { body, headers } = await hostedPage(deps, {
        page,
        session: visitor.kind === 'recognised' ? visitor.session : null,
        acceptLanguage: from.headers['accept-language'],
        failure,
        returnTo: from.method === 'GET' ? localPath(from.url) : '/',
      });
      const planted =
        page === 'sign-out'
          ? endPlanted(credentialNames(deps.profile, visitor.found), hostname)
          : [];
      const owes = visitor.kind === 'none' ? [endOwes] : [];
      to.writeHead(pageStatus[page], {
        ...headers,
        'Set-Cookie': [...cookies, ...planted, ...owes],
      });
      to.end(body);
    },

    /** The platform cannot be reached: a person gets a page that says so. */
    unavailable(from: RequestHead, to: ServerResponse): void {
      if (!isNavigation(from)) {
        this.problem(to, 'platform-unavailable');
        return;
      }
      const nobody: Visitor = { kind: 'unavailable', others: [], found: [] };
      this.page(from, to, 'unavailable', nobody, null, []).catch(() => to.destroy());
    },

    problem(to: ServerResponse, reason: Reason, cookies: readonly string[] = []): void {
      const body = problemOf({ reason });
      const owes = body.status === 403 ? [setOwes] : [];
      const headers = problemHeaders(body, deps.now());
      to.writeHead(body.status, { ...headers, 'Set-Cookie': [...cookies, ...owes] });
      to.end(JSON.stringify(body));
    },

    upgradeProblem(socket: Duplex, reason: Reason): void {
      const body = JSON.stringify(problemOf({ reason }));
      socket.end(
        [
          `HTTP/1.1 ${failureStatus[reason]} Refused`,
          'Connection: close',
          'Content-Type: application/problem+json',
          `Content-Length: ${Buffer.byteLength(body)}`,
          '',
          body,
        ].join('\r\n'),
      );
    },
  };
}
