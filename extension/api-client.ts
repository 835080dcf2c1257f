import { hc, type InferRequestType, type InferResponseType } from 'hono/client';
import type { AppType } from '../server/app.ts';
import type { Reason } from '../server/domain/failure.ts';

/** Why something did not happen: the server's own reasons, or that nobody answered at all. */
export type Refused = Reason | 'unreachable';

/**
 * `waitUntil` is a time of the server's clock, epoch milliseconds; `clockOff` says with `wrong-code` by
 * how many seconds the phone's clock is ahead, below 0: behind.
 */
export type Refusal = { ok: false; reason: Refused; waitUntil?: number; clockOff?: number };

export type Answer<T> = { ok: true; value: T } | Refusal;

type Client = ReturnType<typeof hc<AppType>>;

type Changes = 'login-code' | 'activate' | 'confirm' | 'verify' | 'deactivate' | 'recovery-codes';

/** What a change of state has to say, as the server's schema has it. */
export type Input<Call extends Changes> = InferRequestType<Client[Call]['$post']>['json'];

export type State = InferResponseType<Client['state']['$get'], 200>;
export type Profile = InferResponseType<Client['profile']['$get'], 200>;
export type PendingSetUp = InferResponseType<Client['activate']['$post'], 200>;
export type Recovery = InferResponseType<Client['confirm']['$post'], 200>;

export type Api = ReturnType<typeof createApi>;

/** Where the platform's pages keep their token. */
type TokenPlace = NonNullable<Profile['token']>;

/** Where the API lives, on the platform's own origin. */
export const apiPath = '/.two-factor/v1';

/** Long enough for a platform that is slow to say whose session this is. */
const patience = 20_000;

/**
 * The calls of the API at the given origin, which must be the page's own: where its login is a token,
 * each call carries it. They never throw: whatever goes wrong is a refusal. `send` is the page's own
 * fetch, or one that goes another way where the page forbids its own.
 */
export function createApi(
  origin: string,
  tokenHeader: (place: TokenPlace) => { name: string; value: string } | null,
  send: typeof fetch = fetch,
) {
  /** Known once the profile has been read, which is the first call of all. */
  let place: Profile['token'] = null;
  const client = hc<AppType>(`${origin}${apiPath}`, {
    headers: () => {
      const token = place && tokenHeader(place);
      return { 'x-two-factor': '1', ...(token ? { [token.name]: token.value } : {}) };
    },
    fetch: (input: RequestInfo | URL, init?: RequestInit) =>
      send(input, {
        ...init,
        signal: AbortSignal.timeout(patience),
        cache: 'no-store',
        // A login code is sent while the page may already be leaving.
        keepalive: init?.method === 'POST',
      }),
  });
  return {
    state: () => read<State>(client.state.$get()),
    profile: async () => {
      const answer = await read<Profile>(client.profile.$get());
      if (answer.ok) place = answer.value.token;
      return answer;
    },
    loginCode: (json: Input<'login-code'>) => read<null>(client['login-code'].$post({ json })),
    activate: (json: Input<'activate'>) => read<PendingSetUp>(client.activate.$post({ json })),
    confirm: (json: Input<'confirm'>) => read<Recovery>(client.confirm.$post({ json })),
    verify: (json: Input<'verify'>) => read<null>(client.verify.$post({ json })),
    deactivate: (json: Input<'deactivate'>) => read<null>(client.deactivate.$post({ json })),
    recoveryCodes: (json: Input<'recovery-codes'>) =>
      read<Recovery>(client['recovery-codes'].$post({ json })),
    signOut: () => read<null>(client['sign-out'].$post({ json: {} })),
  };
}

type Wire = Pick<Response, 'status' | 'ok' | 'headers'> & { json: () => Promise<unknown> };

async function read<T>(call: Promise<Wire>): Promise<Answer<T>> {
  try {
    const response = await call;
    if (response.status === 204) return { ok: true, value: null as T };
    const type = response.headers.get('content-type') ?? '';
    if (response.ok && type.startsWith('application/json')) {
      return { ok: true, value: (await response.json()) as T };
    }
    if (type.startsWith('application/problem+json')) return refusalOf(await response.json());
  } catch {
    // No connection, no patience left, or a page that is going away: nobody answered.
  }
  return { ok: false, reason: 'unreachable' };
}

function refusalOf(problem: unknown): Refusal {
  const { reason, waitUntil, clockOff } = problem as Omit<Refusal, 'ok'>;
  return {
    ok: false,
    reason,
    ...(waitUntil === undefined ? {} : { waitUntil }),
    ...(clockOff === undefined ? {} : { clockOff }),
  };
}
