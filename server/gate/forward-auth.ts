import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Deps } from '../deps.ts';
import { type Failure, failureStatus, refuse } from '../domain/failure.ts';
import { errorFields } from '../log.ts';
import type { Admission, Admit } from './admission.ts';
import type { Afterwards } from './afterwards.ts';
import type { Answers } from './answers.ts';
import { localPath } from './origin.ts';
import { credentialsOf } from './passage.ts';
import type { RequestHead } from './request.ts';

/**
 * Answers a front's two questions about a request of a client.
 *
 * @param headers of the client's request, with `X-Forwarded-Method` and `X-Forwarded-Uri` of the front.
 */
export type ForwardAuth = {
  /**
   * May it pass? 200 with the Cookie and Authorization that the front must set in place of the client's,
   * or what the client gets instead; `X-Two-Factor-Failure` where its sealed login code was refused.
   */
  verdict(headers: IncomingHttpHeaders, to: ServerResponse): Promise<void>;
  /**
   * What does the client get instead? For nginx, which hands on nothing of a verdict but its headers, with
   * its `X-Two-Factor-Failure`: a sealed code is judged once. Never says what a verdict says of
   * credentials: this is for the client's eyes.
   */
  refusal(headers: IncomingHttpHeaders, to: ServerResponse): Promise<void>;
};

const failureHeader = 'x-two-factor-failure';

type LetIn = (from: RequestHead, admission: Admission, to: ServerResponse) => Promise<void>;

export function createForwardAuth(
  deps: Deps,
  admit: Admit,
  afterwards: Afterwards,
  answers: Answers,
): ForwardAuth {
  async function answer(
    headers: IncomingHttpHeaders,
    to: ServerResponse,
    letIn: LetIn,
    told: Failure | null,
  ): Promise<void> {
    const from = clientsRequest(headers);
    if (!from) return answers.problem(to, 'bad-request');
    const admission = await admit(from);
    const { decision, visitor, cookies } = admission;
    const failure = admission.failure ?? told;
    if (admission.failure) to.setHeader(failureHeader, JSON.stringify(admission.failure));
    switch (decision.act) {
      case 'page':
        return answers.page(from, to, decision.page, visitor, failure, cookies);
      case 'refuse':
        return answers.problem(to, decision.reason, cookies);
      case 'forward':
      case 'forward-as-nobody':
        // A front passes the address as it came: what must be taken out of it cannot pass.
        return credentialsOf(deps.profile, from, admission).target === from.url
          ? letIn(from, admission, to)
          : answers.problem(to, 'forbidden-way', cookies);
    }
  }

  const passes: LetIn = async (from, admission, to) => {
    const { cookie, headers } = credentialsOf(deps.profile, from, admission);
    await afterwards.onRequest(from, admission.visitor);
    const authorization = headers.find(([name]) => name === 'authorization');
    to.writeHead(200, {
      'Cache-Control': 'no-store',
      'X-Two-Factor-Cookie': cookie ?? '',
      'X-Two-Factor-Authorization': authorization?.[1] ?? '',
      'Set-Cookie': [...oneCookie(admission)],
    }).end();
  };

  /** Cleared by another request in between, or the gate was too slow the first time. */
  const comesAgain: LetIn = async (from, { cookies }, to) => {
    if (from.method !== 'GET' && from.method !== 'HEAD') {
      return answers.problem(to, 'platform-unavailable', cookies);
    }
    to.writeHead(303, {
      'Cache-Control': 'no-store',
      Location: localPath(from.url),
      'Set-Cookie': [...cookies],
    }).end();
  };

  const guarded = async (to: ServerResponse, answering: () => Promise<void>) => {
    try {
      await answering();
    } catch (error) {
      deps.log.alarm('gate-failed', errorFields(error));
      if (to.headersSent) to.destroy();
      else answers.problem(to, 'internal');
    }
  };
  return {
    verdict: (headers, to) => guarded(to, () => answer(headers, to, passes, null)),
    refusal: (headers, to) =>
      guarded(to, () => answer(headers, to, comesAgain, toldFailure(headers[failureHeader]))),
  };
}

/** What was said of a sealed login code by the verdict before; it only chooses words of a page. */
function toldFailure(told: string | string[] | undefined): Failure | null {
  if (typeof told !== 'string') return null;
  try {
    const { reason, waitUntil = 0, clockOff } = JSON.parse(told) as Failure;
    if (!Object.hasOwn(failureStatus, reason)) return null;
    const failure = refuse(reason, Number(waitUntil));
    return typeof clockOff === 'number' ? { ...failure, clockOff } : failure;
  } catch {
    return null;
  }
}

/** The request that the front has before it; its own headers do not count for it. */
function clientsRequest(headers: IncomingHttpHeaders): RequestHead | null {
  const method = headers['x-forwarded-method'];
  const url = headers['x-forwarded-uri'];
  if (typeof method !== 'string' || typeof url !== 'string' || !url.startsWith('/')) return null;
  return { method, url, headers };
}

/** A front hands on one Set-Cookie (nginx the first, whatever else there is): the one that matters more. */
function oneCookie({ cookies }: Admission): readonly string[] {
  return cookies.slice(-1);
}
