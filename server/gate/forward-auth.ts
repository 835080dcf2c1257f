import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Deps } from '../deps.ts';
import { errorFields } from '../log.ts';
import type { Admission, Admit } from './admission.ts';
import type { Afterwards } from './afterwards.ts';
import type { Answers } from './answers.ts';
import { credentialsOf } from './passage.ts';
import type { RequestHead } from './request.ts';

/**
 * Answers a front's question whether a request may pass: 200 with the Cookie and Authorization that it
 * must set in place of the client's, or what the client gets instead.
 *
 * @param headers of the client's request, with `X-Forwarded-Method` and `X-Forwarded-Uri` of the front.
 */
export type ForwardAuth = (headers: IncomingHttpHeaders, to: ServerResponse) => Promise<void>;

export function createForwardAuth(
  deps: Deps,
  admit: Admit,
  afterwards: Afterwards,
  answers: Answers,
): ForwardAuth {
  async function answer(headers: IncomingHttpHeaders, to: ServerResponse): Promise<void> {
    const from = clientsRequest(headers);
    if (!from) return answers.problem(to, 'bad-request');
    const admission = await admit(from);
    const { decision, visitor, failure } = admission;
    const cookies = oneCookie(admission);
    switch (decision.act) {
      case 'page':
        return answers.page(from, to, decision.page, visitor, failure, cookies);
      case 'refuse':
        return answers.problem(to, decision.reason, cookies);
      case 'forward':
      case 'forward-as-nobody': {
        const passage = credentialsOf(deps.profile, from, admission);
        // A front passes the address as it came: what must be taken out of it cannot pass.
        if (passage.target !== from.url) return answers.problem(to, 'forbidden-way', cookies);
        await afterwards.onRequest(from, visitor);
        const authorization = passage.headers.find(([name]) => name === 'authorization');
        to.writeHead(200, {
          'Cache-Control': 'no-store',
          'X-Two-Factor-Cookie': passage.cookie ?? '',
          'X-Two-Factor-Authorization': authorization?.[1] ?? '',
          'Set-Cookie': [...cookies],
        }).end();
      }
    }
  }

  return async (headers, to) => {
    try {
      await answer(headers, to);
    } catch (error) {
      deps.log.alarm('gate-failed', errorFields(error));
      if (to.headersSent) to.destroy();
      else answers.problem(to, 'internal');
    }
  };
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
