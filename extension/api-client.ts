import type { hc, InferRequestType, InferResponseType } from 'hono/client';
import type { AppType } from '../server/app.ts';
import type { Reason } from '../server/domain/failure.ts';

/**
 * Why something did not happen: the server's own reasons, or that nobody answered at all, that there is
 * no Doorcode in that place, or that the frame would not act while it was covered or had just moved.
 */
export type Refused = Reason | 'unreachable' | 'not-here' | 'covered';

/**
 * `waitUntil` is a time of the server's clock, epoch milliseconds; `clockOff` says with `wrong-code` by
 * how many seconds the phone's clock is ahead, below 0: behind.
 */
export type Refusal = { ok: false; reason: Refused; waitUntil?: number; clockOff?: number };

export type Answer<T> = { ok: true; value: T } | Refusal;

type Client = ReturnType<typeof hc<AppType>>;

/** The calls of the API by name. */
export type Call = keyof Client;

type Changes =
  | 'login-code'
  | 'activate'
  | 'confirm'
  | 'verify'
  | 'deactivate'
  | 'recovery-codes'
  | 'veto';

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
export const patience = 20_000;

/**
 * The calls of the API at the given origin, which must be the page's own: where its login is a token,
 * each call carries it. They never throw: whatever goes wrong is a refusal. `send` is the page's own
 * fetch, or one that goes another way where the page forbids its own. The shapes are the server's, by
 * inference; its client is not used, because the script in every page has few bytes to spend.
 */
export function createApi(
  origin: string,
  tokenHeader: (place: TokenPlace) => { name: string; value: string } | null,
  send: typeof fetch = fetch,
) {
  /** Known once the profile has been read, which is the first call of all. */
  let place: Profile['token'] = null;

  async function call<T>(name: Call, json?: object): Promise<Answer<T>> {
    const token = place && tokenHeader(place);
    const headers: Record<string, string> = { 'x-two-factor': '1' };
    if (token) headers[token.name] = token.value;
    if (json) headers['content-type'] = 'application/json';
    return read<T>(
      send(`${origin}${apiPath}/${name}`, {
        headers,
        signal: AbortSignal.timeout(patience),
        cache: 'no-store',
        // The API leads nowhere else: whoever does is somebody else.
        redirect: 'manual',
        // A login code is sent while the page may already be leaving. And in Firefox, a call that is
        // kept alive does not go through the page's service worker, which would read its answer.
        keepalive: true,
        ...(json && { method: 'POST', body: JSON.stringify(json) }),
      }),
    );
  }

  function change<N extends Changes, T>(name: N) {
    return (json: Input<N>) => call<T>(name, json);
  }

  return {
    state: () => call<State>('state'),
    profile: async () => {
      const answer = await call<Profile>('profile');
      if (!answer.ok) return answer;
      if (!isProfile(answer.value)) return notHere;
      place = answer.value.token;
      return answer;
    },
    'login-code': change<'login-code', null>('login-code'),
    activate: change<'activate', PendingSetUp>('activate'),
    confirm: change<'confirm', Recovery>('confirm'),
    verify: change<'verify', null>('verify'),
    deactivate: change<'deactivate', null>('deactivate'),
    'recovery-codes': change<'recovery-codes', Recovery>('recovery-codes'),
    veto: change<'veto', null>('veto'),
    'sign-out': () => call<null>('sign-out', {}),
  };
}

const notHere: Refusal = { ok: false, reason: 'not-here' };

/** Some servers answer any address with 200 and some JSON. */
function isProfile(value: Partial<Profile> | null): boolean {
  return typeof value?.issuer === 'string' && !!value.support && !!value.page;
}

async function read<T>(call: Promise<Response>): Promise<Answer<T>> {
  try {
    const response = await call;
    if (response.status === 204) return { ok: true, value: null as T };
    const type = response.headers.get('content-type') ?? '';
    if (response.ok && type.startsWith('application/json')) {
      return { ok: true, value: (await response.json()) as T };
    }
    if (type.startsWith('application/problem+json')) return refusalOf(await response.json());
    // Somebody answers there, and has never heard of Doorcode. 0: would lead elsewhere.
    if (response.ok || [0, 404].includes(response.status)) return notHere;
  } catch {
    // No connection, no patience left, or a page that is going away: nobody answered.
  }
  return { ok: false, reason: 'unreachable' };
}

function refusalOf(problem: unknown): Refusal {
  const { reason, waitUntil, clockOff } = problem as Omit<Refusal, 'ok'>;
  return {
    ok: false,
    // Whatever stands between may speak of problems too, and has none of our reasons.
    reason: reason ?? 'unreachable',
    ...(waitUntil === undefined ? {} : { waitUntil }),
    ...(clockOff === undefined ? {} : { clockOff }),
  };
}
