import { type Browser, browser } from 'wxt/browser';
import { apiPath, type Call, patience } from './api-client.ts';

/**
 * A call of the API as it travels to the background. The platform's address is never part of it. The
 * token was read by the content script, for this one call: the background keeps none.
 */
type Detour = { call: string; body?: string; token?: Token };

/** The header by which a page shows its login, where that is no cookie. */
type Token = [name: string, value: string];

type Reply = { status: number; type: string; body: string };

/** The calls that may go this way: all there are. A change has a body, and what is only read has none. */
const hasBody = {
  state: false,
  profile: false,
  'login-code': true,
  activate: true,
  confirm: true,
  verify: true,
  deactivate: true,
  'recovery-codes': true,
  veto: true,
  'sign-out': true,
} satisfies Record<Call, boolean>;

const json = { 'content-type': 'application/json', 'x-two-factor': '1' };

/**
 * A fetch that goes through the background when the page's own cannot: in Firefox, a page's policy binds
 * its content scripts too. Nothing of the page is at hand there, so it is the second choice. Which way
 * to go is learned from calls that change nothing: what may have arrived is never sent twice.
 */
export function withDetour(send: typeof fetch): typeof fetch {
  let way: typeof fetch | undefined;
  return async (input, init) => {
    if (way || init?.body !== undefined) return (way ?? send)(input, init);
    const own = await send(input, init).catch((error) => {
      if (init?.signal?.aborted) throw error;
    });
    const response = own ?? (await detour(input, init));
    way = own ? send : detour;
    return response;
  };
}

async function detour(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const call = String(input).split(`${apiPath}/`)[1] ?? '';
  const body = typeof init?.body === 'string' ? { body: init.body } : {};
  // Of all headers, the one that is not of every call.
  const token = [...new Headers(init?.headers)].find(([name]) => !Object.hasOwn(json, name));
  const taken: Detour = { call, ...body, ...(token && { token }) };
  const reply = await browser.runtime.sendMessage({ detour: taken });
  if (!isReply(reply)) throw new TypeError('the background did not answer');
  const { status, type } = reply;
  const headers = { 'content-type': type };
  return new Response(status === 204 ? null : reply.body, { status, headers });
}

/**
 * Takes the detour for our content script in a tab's top frame, to that page's own origin. The
 * background has the default cookie jar only, so private windows and containers are not served: their
 * users have the hosted page.
 */
export async function takeDetour(
  raw: unknown,
  sender: Browser.runtime.MessageSender,
): Promise<Reply | null> {
  const origin = originOf(sender);
  const detour = readDetour(raw);
  if (!origin || !detour) return null;
  const response = await fetch(`${origin}${apiPath}/${detour.call}`, {
    credentials: 'include',
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(patience),
    headers: {
      ...(detour.token && { [detour.token[0]]: detour.token[1] }),
      ...(detour.body === undefined ? {} : json),
    },
    ...(detour.body === undefined ? {} : { method: 'POST', body: detour.body }),
  });
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: await response.text() };
}

/**
 * Reads a detour: one of the API's calls, with a body exactly where it has one and a token where the
 * page has one; null for all else.
 */
export function readDetour(raw: unknown): Detour | null {
  const detour = (raw as { detour?: unknown } | null)?.detour;
  if (typeof detour !== 'object' || detour === null) return null;
  const { call, body, token } = detour as { call?: unknown; body?: unknown; token?: unknown };
  if (typeof call !== 'string' || !(token === undefined || isToken(token))) return null;
  const shown = token && { token };
  if (!Object.hasOwn(hasBody, call)) return null;
  if (!hasBody[call as Call]) return body === undefined ? { call, ...shown } : null;
  return typeof body === 'string' && body.length <= 4096 ? { call, body, ...shown } : null;
}

/** One header and one line. What a browser lets no script set (Cookie, Host, …) it sets no more here. */
function isToken(value: unknown): value is Token {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [name, shown]: unknown[] = value;
  const isName = typeof name === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(name);
  return isName && typeof shown === 'string' && /^[\x20-\x7e]{1,8300}$/.test(shown);
}

/** The origin that a content script of ours may be served for; null for every other sender. */
function originOf({ id, url, tab, frameId }: Browser.runtime.MessageSender): string | null {
  if (id !== browser.runtime.id || !tab || frameId !== 0 || tab.incognito) return null;
  const jar = (tab as { cookieStoreId?: string }).cookieStoreId ?? 'firefox-default';
  if (jar !== 'firefox-default' || !url || !/^https?:/.test(url)) return null;
  return new URL(url).origin;
}

function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'status' in value && 'body' in value;
}
