import type { Reason } from '../server/domain/failure.ts';

/** Why something did not happen: the server's own reasons, or that nobody answered at all. */
export type Refused = Reason | 'unreachable';

/** `waitUntil` is a time of the server's clock, epoch milliseconds; it comes with `wait` only. */
export type Refusal = { ok: false; reason: Refused; waitUntil?: number };

export type Answer<T> = { ok: true; value: T } | Refusal;

export type State = {
  now: number;
  account: { id: string; realm: string; name: string; email: string } | null;
  factor: 'none' | 'active' | 'locked';
  session: 'anonymous' | 'code-required' | 'setup-required' | 'cleared' | 'exempt' | 'free';
  waitUntil: number | null;
  recoveryCodesLeft: number;
  clearanceUntil: number | null;
  failuresBefore: number;
};

export type Profile = {
  name: string;
  issuer: string;
  support: { url?: string; email?: string };
  page: { loginForm?: string; userMenu?: string; userMenuBefore?: string };
};

export type PendingSetUp = { pendingId: string; secret: string; uri: string; expiresAt: number };
export type Recovery = { recoveryCodes: string[] };

export type Api = ReturnType<typeof createApi>;

const base = '/.two-factor/v1';

/** Long enough for a platform that is slow to say whose session this is. */
const patience = 20_000;

/**
 * The calls of the API at the given origin. They never throw: whatever goes wrong is a refusal.
 * `send` is the page's own fetch, or one that goes another way where the page forbids its own.
 */
export function createApi(origin: string, send: typeof fetch = fetch) {
  async function call<T>(path: string, body?: unknown): Promise<Answer<T>> {
    const init: RequestInit = { signal: AbortSignal.timeout(patience), cache: 'no-store' };
    if (body !== undefined) {
      init.method = 'POST';
      init.headers = { 'content-type': 'application/json', 'x-two-factor': '1' };
      init.body = JSON.stringify(body);
      // A login code is sent while the page may already be leaving.
      init.keepalive = true;
    }
    try {
      return await read<T>(await send(`${origin}${base}${path}`, init));
    } catch {
      return { ok: false, reason: 'unreachable' };
    }
  }

  return {
    state: () => call<State>('/state'),
    profile: () => call<Profile>('/profile'),
    loginCode: (body: { code: string }) => call<null>('/login-code', body),
    activate: (body: { account: string; code?: string; setupCode?: string }) =>
      call<PendingSetUp>('/activate', body),
    confirm: (body: { account: string; pendingId: string; code: string }) =>
      call<Recovery>('/confirm', body),
    verify: (body: { account: string; code: string }) => call<null>('/verify', body),
    deactivate: (body: { account: string; code: string }) => call<null>('/deactivate', body),
    signOut: () => call<null>('/sign-out', {}),
  };
}

async function read<T>(response: Response): Promise<Answer<T>> {
  if (response.status === 204) return { ok: true, value: null as T };
  const type = response.headers.get('content-type') ?? '';
  if (response.ok && type.startsWith('application/json')) {
    return { ok: true, value: (await response.json()) as T };
  }
  if (!type.startsWith('application/problem+json')) return { ok: false, reason: 'unreachable' };
  const problem = (await response.json()) as { reason: Reason; waitUntil?: number };
  return problem.waitUntil === undefined
    ? { ok: false, reason: problem.reason }
    : { ok: false, reason: problem.reason, waitUntil: problem.waitUntil };
}
