import { atThePlatform } from './at-the-platform.ts';
import type { AtPlatform, PersonName, Single } from './commands.ts';
import type { Door, Request, Response } from './door.ts';
import type { Known } from './known.ts';
import { done } from './making.ts';
import { carryOut, meet, pass, reset, sealLoginCode, signOut } from './model.ts';
import { cookieNames } from './platform.ts';
import { otherThan, textOf } from './typing.ts';
import type { Answer, Code, Jar, Sent, World } from './world.ts';

export type Expected = { readonly answer: Answer; readonly sets: Partial<Jar> };
type Rule = (world: World, sent: Sent) => Answer;
type Applied = (world: World) => Expected;

/** One request that is about to be sent: what it is to the model, and what to the door. */
export type Call = {
  readonly command: Single | AtPlatform;
  /** Whose it is: the account of the browser's session, or the one that support looked up. */
  readonly person: string;
  readonly browser: number | null;
  /** What was typed for a code, if something was. */
  readonly text: string | null;
  readonly apply: Applied;
  /** The same as what happens one after the other, where anything else may happen in between. */
  readonly parts: readonly Applied[];
  /** In place of the first part: its code is judged although another request cleared the session. */
  readonly overtaken: Applied | null;
  ask(door: Door, now: number): Promise<Response>;
};

/** Our own cookies, by their places in a jar. */
export const ownCookies = {
  device: '__Host-two-factor-device',
  loginCode: '__Host-two-factor-login-code',
} as const;

/** The name under which a sealed login code is known. */
export const sealedName = ({ id, sealedAt }: { id: string; sealedAt: number }) =>
  `sealed-${id}@${sealedAt}`;

/** What this command is in this world, with the cookies that its browser has at this moment. */
export function prepare(command: Single | AtPlatform, world: World, known: Known): Call {
  if (command.do === 'reset') return prepareReset(command.person, known);
  const { browser } = command;
  const carries = structuredClone(world.jars[browser]) as Jar;
  const sessions = [carries.main, carries.legacy].flatMap((it) => world.sessions[it ?? ''] ?? []);
  const shown = sessions.find(({ alive }) => alive) ?? sessions[0];
  const person = 'of' in command ? command.of : (shown?.account ?? 'ada');
  const typed = 'code' in command ? command.code : null;
  const text = typed && textOf(typed, person, world, known);
  const { rule, request } = understand(command, person, text, world, known);
  const withCookies =
    (jar: Jar, owed = false): Applied =>
    (now) => {
      const sets: Partial<Jar> = {};
      return { answer: rule(now, { carries: jar, sets, owed }), sets };
    };
  const apply = withCookies(carries);
  const isTwo = command.do === 'request' && carries.loginCode !== null;
  const headers = { ...request.headers, cookie: cookieHeader(carries, known) };
  return {
    ...{ command, person, browser, text, apply },
    parts: isTwo ? [apply, withCookies({ ...carries, loginCode: null })] : [apply],
    overtaken: isTwo ? withCookies(carries, true) : null,
    ask: (door, now) => door.request({ ...request, headers }, now),
  };
}

function prepareReset(person: PersonName, known: Known): Call {
  const apply: Applied = (world) => ({ answer: reset(world, person), sets: {} });
  return {
    command: { do: 'reset', person },
    ...{ person, browser: null, text: null, apply, parts: [apply], overtaken: null },
    async ask(door, now) {
      const account = known.get(`account-${person}`) ?? '';
      const setupCode = await door.reset(account, now).catch(() => null);
      const body = setupCode === null ? { reason: 'internal' } : { setupCode };
      const status = setupCode === null ? 500 : 200;
      return { status, cookies: [], body: JSON.stringify(body), arrivedWith: null };
    },
  };
}

function understand(
  command: Exclude<Single, { do: 'reset' }> | AtPlatform,
  person: string,
  text: string | null,
  world: World,
  known: Known,
): { rule: Rule; request: Request } {
  const code = text === null ? undefined : known.meaningOf(text, world);
  const as = 'another' in command && command.another ? otherThan(person) : person;
  const account = known.get(`account-${as}`);
  const typed = text === null ? {} : { code: text };
  switch (command.do) {
    case 'look':
      return { rule: look, request: { method: 'GET', path: `${api}/state`, headers: {} } };
    case 'sign out':
      return { rule: signOut, request: post('sign-out', {}) };
    case 'seal login code':
      return {
        rule: (now, sent) => sealLoginCode(now, sent, code ?? nothing),
        request: post('login-code', typed),
      };
    case 'verify':
      return {
        rule: (now, sent) => carryOut(now, sent, { do: 'verify', as, code: code ?? nothing }),
        request: post('verify', { account, ...typed }),
      };
    case 'confirm': {
      const { secret = '' } = world.accounts[as]?.pending ?? {};
      const pendingId = known.get(`setup-of-${secret}`);
      // Whoever was never told of a set-up cannot confirm it.
      const named = pendingId === undefined ? 'nothing' : secret;
      return {
        rule: (now, sent) =>
          carryOut(now, sent, { do: 'confirm', as, secret: named, code: code ?? nothing }),
        request: post('confirm', { account, pendingId: pendingId ?? 'nothing', ...typed }),
      };
    }
    case 'activate': {
      const setupCode = setupCodeOf(command.setupCode, person, world, known);
      return {
        rule: (now, sent) =>
          carryOut(now, sent, { do: 'activate', as, code, setupCode: setupCode?.code }),
        request: post('activate', {
          ...{ account, ...typed },
          ...(setupCode ? { setupCode: setupCode.text } : {}),
        }),
      };
    }
    case 'deactivate':
    case 'renew':
      return {
        rule: (now, sent) => carryOut(now, sent, { do: command.do, as, code }),
        request: post(command.do === 'renew' ? 'recovery-codes' : 'deactivate', {
          ...{ account, ...typed },
        }),
      };
    case 'request': {
      const rule: Rule = (now, sent) => pass(now, sent, false);
      return { rule, request: { method: 'GET', path: '/flows', headers: goes(command.navigates) } };
    }
    case 'log in': {
      const query = new URLSearchParams({
        as: command.as,
        method: command.method,
        door: command.door,
      });
      return atPlatform(command, `/login?${query}`);
    }
    case 'log out':
      return atPlatform(command, '/logout');
    case 'renew credential':
      return atPlatform(command, `/renew?door=${command.door}`);
  }
}

const api = '/.two-factor/v1';
const nothing: Code = { kind: 'nonsense' };

function post(name: string, body: Record<string, unknown>): Request {
  return {
    method: 'POST',
    path: `${api}/${name}`,
    headers: {
      'content-type': 'application/json',
      origin: 'https://flows.example',
      'sec-fetch-site': 'same-origin',
      'x-two-factor': '1',
    },
    body: JSON.stringify(body),
  };
}

const goes = (navigates: boolean): Record<string, string> =>
  navigates ? { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' } : {};

function atPlatform(command: AtPlatform, path: string): { rule: Rule; request: Request } {
  return {
    rule: (world, sent) => atThePlatform(world, sent, command),
    request: { method: 'POST', path, headers: {} },
  };
}

/** What `GET /state` says. */
function look(world: World, sent: Sent): Answer {
  const met = meet(world, sent);
  if (!met.ok) return met.reason === 'not-logged-in' ? done({ session: 'anonymous' }) : met;
  const { account, cleared, count } = met;
  return done({
    factor: account.factor,
    session: met.worth,
    waitUntil: count.waitUntil > world.now ? count.waitUntil : null,
    recoveryCodesLeft: account.recoveryCodes.length,
    clearanceUntil: cleared?.until ?? null,
    failuresBefore: cleared?.failuresBefore ?? 0,
  });
}

function setupCodeOf(
  which: 'right' | 'former' | 'wrong' | null,
  person: string,
  { accounts }: World,
  known: Known,
): { code: Code; text: string } | null {
  if (which === null) return null;
  const right = accounts[person]?.setupCode ?? '';
  const former = known.namesOf('setup-code-', person).findLast((name) => name !== right) ?? '';
  const name = { right, former, wrong: '' }[which];
  const text = known.get(name);
  return text === undefined
    ? { code: { kind: 'set-up', name: 'of nobody' }, text: 'ACDEF-GHJKM-NPQRT-WXY34' }
    : { code: { kind: 'set-up', name }, text: text.toLowerCase().replaceAll('-', ' ') };
}

function cookieHeader({ main, legacy, device, loginCode }: Jar, known: Known): string {
  const sealed = loginCode && sealedName(loginCode);
  return [
    [cookieNames.main, known.get(main)],
    [cookieNames.legacy, known.get(legacy)],
    [ownCookies.device, known.get(device && `device-${device}`)],
    [ownCookies.loginCode, known.get(sealed)],
  ]
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join('; ');
}
