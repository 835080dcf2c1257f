import { Secret, TOTP } from 'otpauth';
import { newVisitor } from '../platform/visitor.ts';
import type { Clock } from './inner-door.ts';
import { type Answer, navigation, send } from './request.ts';

const base = '/.two-factor/v1';
const stepMs = 30_000;

export type State = {
  account: { id: string; realm: string; name: string; email: string } | null;
  factor: string;
  session: string;
  waitUntil: number | null;
  recoveryCodesLeft: number;
  clearanceUntil: number | null;
  failuresBefore: number;
  needsSetupCode: boolean;
  openCase: { id: string; openedAt: number; dueAt: number } | null;
};

/** A user at the gate with a browser's cookie jar and an authenticator app, but no browser. */
export function newPerson(origin: string, clock: Clock) {
  const visitor = newVisitor(origin);
  let secret: string | null = null;
  let accountId = '';
  let recoveryCodes: readonly string[] = [];
  /** Beside the jar: a bearer token, a browser's id. */
  const carries: Record<string, string> = {};

  function carried(): Record<string, string> {
    return { ...(visitor.jar.size > 0 ? { Cookie: visitor.cookieHeader() } : {}), ...carries };
  }

  /** What the extension sends from a page of the platform. */
  function pageHeaders(): Record<string, string> {
    return {
      ...carried(),
      'Content-Type': 'application/json',
      Origin: origin,
      'Sec-Fetch-Site': 'same-origin',
      'Sec-Fetch-Mode': 'cors',
      'X-Two-Factor': '1',
    };
  }

  function keepCookies(answer: Answer): Answer {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) visitor.jar.delete(name);
      else visitor.jar.set(name, value);
    }
    return answer;
  }

  const person = {
    visitor,
    jar: visitor.jar,
    carries,
    pageHeaders,
    get accountId() {
      return accountId;
    },
    get secret() {
      if (secret === null) throw new Error('This person has no secret yet.');
      return secret;
    },
    /** Those that the last activation answered. */
    get recoveryCodes() {
      return recoveryCodes;
    },
    /** The app keeps the secret when somebody else's session is used, or another one's app is lent. */
    useSecret(other: string) {
      secret = other;
    },

    /** The code of the app, `offset` steps from now. */
    code(offset = 0): string {
      const totp = new TOTP({ secret: Secret.fromBase32(person.secret) });
      return totp.generate({ timestamp: clock.now() + offset * stepMs });
    },
    /** Six digits that are no code of the steps around now. */
    wrongCode(): string {
      const near = [-2, -1, 0, 1, 2].map((offset) => person.code(offset));
      const wrong = ['000000', '111111', '222222', '333333', '444444', '555555'];
      return wrong.find((code) => !near.includes(code)) ?? '666666';
    },

    async state(): Promise<State> {
      const answer = await send(origin, { path: `${base}/state`, headers: pageHeaders() });
      return JSON.parse(answer.body) as State;
    },

    /** Logs in by password and remembers the account that the door sees. */
    async logIn(email: string, realm = 'acme'): Promise<void> {
      await visitor.logIn(email, realm);
      await person.meet();
    },
    /** Remembers the account that the door sees. */
    async meet(): Promise<void> {
      const state = await person.state();
      accountId = state.account?.id ?? '';
      if (!accountId) throw new Error(`Nobody is logged in: ${JSON.stringify(state)}`);
    },

    /** Calls the API as the extension does; `body` goes with the account that was seen. */
    async call(
      name: string,
      body: Record<string, unknown> = {},
      headers: Record<string, string> = {},
    ): Promise<Answer> {
      const withAccount = ['login-code', 'sign-out'].includes(name)
        ? body
        : { account: accountId, ...body };
      return keepCookies(
        await send(origin, {
          method: 'POST',
          path: `${base}/${name}`,
          headers: { ...pageHeaders(), ...headers },
          body: JSON.stringify(withAccount),
        }),
      );
    },

    /** Starts a set-up, keeps its secret and answers its id. */
    async startSetUp(body: Record<string, unknown> = {}): Promise<string> {
      const answer = await person.call('activate', body);
      if (answer.status !== 200) throw new Error(`activate: ${answer.status} ${answer.body}`);
      const started = JSON.parse(answer.body) as { pendingId: string; secret: string };
      secret = started.secret;
      return started.pendingId;
    },

    /** Sets up and confirms; the clock moves one step on, so that the next code is a fresh one. */
    async activate(body: Record<string, unknown> = {}): Promise<void> {
      const pendingId = await person.startSetUp(body);
      const answer = await person.call('confirm', { pendingId, code: person.code() });
      if (answer.status !== 200) throw new Error(`confirm: ${answer.status} ${answer.body}`);
      ({ recoveryCodes } = JSON.parse(answer.body) as { recoveryCodes: string[] });
      clock.advance(stepMs);
    },

    /** A request of the page's scripts, with the jar. */
    async fetch(
      path: string,
      headers: Record<string, string> = {},
      method = 'GET',
      body?: string,
    ): Promise<Answer> {
      return keepCookies(
        await send(origin, { method, path, headers: { ...carried(), ...headers }, body }),
      );
    },
    /** A person going to a page. */
    navigate(path: string): Promise<Answer> {
      return person.fetch(path, { ...navigation });
    },
    /** Presses the button of a form of ours. */
    async postForm(path: string, fields: Record<string, string>): Promise<Answer> {
      return keepCookies(
        await send(origin, {
          method: 'POST',
          path,
          headers: {
            ...navigation,
            Cookie: visitor.cookieHeader(),
            Origin: origin,
            'Sec-Fetch-Site': 'same-origin',
            'Content-Type': 'application/x-www-form-urlencoded',
          },
          body: new URLSearchParams(fields).toString(),
        }),
      );
    },
  };
  return person;
}

export type Person = ReturnType<typeof newPerson>;

/** The stable reason in a refusal's body. */
export function reasonOf(answer: Answer): string {
  return (JSON.parse(answer.body) as { reason: string }).reason;
}
