import { createHmac, timingSafeEqual } from 'node:crypto';
import { html } from 'hono/html';
import type { Deps } from '../deps.ts';
import type { StartedSetup } from '../domain/activate.ts';
import { type Failure, refuse } from '../domain/failure.ts';
import { countRecoveryCodes } from '../domain/recovery-codes.ts';
import { type Session, sessionState } from '../domain/session.ts';
import type { LinkedCase } from '../domain/veto.ts';
import { activePage } from './active-page.ts';
import { codePage } from './code-page.ts';
import type { FormContext, Place } from './forms.ts';
import { type Html, pageHeaders } from './layout.ts';
import {
  ambiguousPage,
  anonymousPage,
  exemptPage,
  refusalPage,
  unavailablePage,
  waitingPage,
} from './notice-pages.ts';
import { pageScript, tokenPlaceOf } from './page-script.ts';
import { recoveryCodesPage } from './recovery-codes-page.ts';
import { confirmPage, startPage } from './set-up-page.ts';
import { textsFor } from './texts/texts.ts';
import { vetoedPage, vetoFirstPage, vetoPage } from './veto-page.ts';

export type PageName =
  | 'code'
  | 'set-up'
  | 'sign-out'
  | 'unavailable'
  /** Whatever the session's state makes of `/.two-factor/`. */
  | 'settings'
  | 'confirm'
  | 'recovery-codes'
  | 'refusal'
  /** By the link of a message, whoever has it. */
  | 'veto'
  | 'vetoed';

export type PageRequest = {
  readonly page: PageName;
  readonly session: Session | null;
  readonly acceptLanguage: string | undefined;
  readonly returnTo: string;
  readonly failure?: Failure | null;
  /** The form that was used. */
  readonly place?: Place;
  /** For `confirm`: the set-up under way, with its secret only in the answer that starts it. */
  readonly setup?: { readonly pendingId: string; readonly started: StartedSetup | null };
  /** For `recovery-codes`: the fresh ones, in the answer that made them. */
  readonly recoveryCodes?: readonly string[];
  /** For `veto`: the link's last part, and what it is about. */
  readonly veto?: { readonly link: string; readonly case: LinkedCase };
  /** The page's own script asks, with the token if there is one. */
  readonly byScript?: boolean;
};

/** Pages that say the same whoever asks. */
const notices: readonly PageName[] = ['sign-out', 'unavailable', 'refusal', 'veto', 'vetoed'];

/**
 * One answer of the hosted page, in the language of the browser. It works without a script, but where
 * the session is a token that only a script can read.
 */
export async function hostedPage(
  deps: Deps,
  request: PageRequest,
): Promise<{ body: string; headers: Record<string, string> }> {
  const now = deps.now();
  const nonce = deps.random(16).toString('base64url');
  const texts = textsFor(request.acceptLanguage);
  const token = tokenPlaceOf(deps.profile);
  const { returnTo } = request;
  const load = !notices.includes(request.page);
  const unavailable = texts.reasons['platform-unavailable'];
  const context: FormContext = {
    texts,
    profile: deps.profile,
    nonce,
    script: token ? pageScript(nonce, { token, returnTo, load, unavailable }) : html``,
    token: request.session ? formToken(deps, request.session) : '',
    returnTo,
    failure: request.failure ?? waitOf(request, now),
    place: request.place ?? 'page',
    now,
  };
  const body = String(await render(deps, context, request));
  return { body, headers: pageHeaders(nonce, token !== null) };
}

/** A wait that began earlier is said before somebody types in vain; a set-up's own code never waits. */
function waitOf({ page, session }: PageRequest, now: number): Failure | null {
  if (!session || page === 'confirm' || sessionState(session) === 'free') return null;
  return session.waitUntil > now ? refuse('wait', session.waitUntil) : null;
}

async function render(deps: Deps, context: FormContext, request: PageRequest): Promise<Html> {
  const { page, session, setup, recoveryCodes } = request;
  if (page === 'sign-out') return ambiguousPage(context);
  if (page === 'unavailable') return unavailablePage(context, request.returnTo);
  if (page === 'refusal') return refusalPage(context);
  if (page === 'veto' && request.veto) {
    return vetoPage(context, request.veto.link, request.veto.case);
  }
  if (page === 'vetoed') return vetoedPage(context);
  if (!session) {
    const asksAgain = tokenPlaceOf(deps.profile) && !request.byScript;
    return asksAgain ? waitingPage(context) : anonymousPage(context);
  }
  if (page === 'code') return codePage(context, session);
  if (page === 'set-up') return startPage(context, session);
  if (page === 'confirm' && setup) {
    return confirmPage(context, session, setup.pendingId, setup.started);
  }
  if (page === 'recovery-codes' && recoveryCodes) {
    return recoveryCodesPage(context, session, recoveryCodes);
  }
  return settingsPage(deps, context, session);
}

async function settingsPage(deps: Deps, context: FormContext, session: Session): Promise<Html> {
  switch (sessionState(session)) {
    case 'exempt':
      return exemptPage(context);
    case 'code-required':
      return codePage(context, session);
    case 'cleared':
      // Who is on the way elsewhere has just come in by a code, and shall not overlook it.
      if (session.openCase && !context.returnTo.startsWith('/.two-factor')) {
        return vetoFirstPage(context, session, session.openCase.dueAt);
      }
      return activePage(context, session, await countRecoveryCodes(deps, session.accountId));
    case 'free':
    case 'setup-required':
      return startPage(context, session);
  }
}

/** What a form of ours carries: only a page made for this very session has it. */
export function formToken({ seal }: Deps, session: Session): string {
  return seal.mac('forms', `${session.accountId}\n${session.credentials.join('\n')}`);
}

/** Whether a form was made for this session; in constant time. */
export function isFormToken(deps: Deps, session: Session, given: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(formToken(deps, session)), digest(given));
}
