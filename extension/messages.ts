import { type Browser, browser } from 'wxt/browser';
import type { Answer, Input, PendingSetUp, Profile, Recovery, State } from './api-client.ts';
import type { Language } from './texts/language.ts';

export type {
  Answer,
  Api,
  PendingSetUp,
  Profile,
  Recovery,
  Refusal,
  Refused,
  State,
} from './api-client.ts';

/** What a page with Doorcode is, for those who cannot see it themselves. */
export type Site = {
  origin: string;
  language: Language;
  name: string;
  issuer: string;
  support: Profile['support'];
  /** What was looked for in the page and not found, so that only the hosted page leads there. */
  missing: 'login-form' | 'user-menu' | null;
};

/**
 * The closed list of what our own pages may ask of the content script in their tab. There is nothing
 * else: what is not in this list is not answered.
 */
export type Messages = {
  site: { input: null; output: Answer<Site> };
  state: { input: null; output: Answer<State> };
  activate: { input: Input<'activate'>; output: Answer<PendingSetUp> };
  confirm: { input: Input<'confirm'>; output: Answer<Recovery> };
  verify: { input: Input<'verify'>; output: Answer<null> };
  deactivate: { input: Input<'deactivate'>; output: Answer<null> };
  'recovery-codes': { input: Input<'recovery-codes'>; output: Answer<Recovery> };
  veto: { input: Input<'veto'>; output: Answer<null> };
  'sign-out': { input: null; output: Answer<null> };
  /** Takes the frame off the page. */
  close: { input: null; output: Answer<null> };
  /** Reloads the page: its calls were refused, or it shows somebody else. */
  reload: { input: null; output: Answer<null> };
};

export type Name = keyof Messages;

/** A message as it travels: its name and its input, nothing else. */
export type Message = { [N in Name]: { name: N; input: Messages[N]['input'] } }[Name];

/** Asks the page's content script. No answer is a refusal like any other, and never an exception. */
export type Ask = <N extends Name>(
  name: N,
  input: Messages[N]['input'],
) => Promise<Messages[N]['output']>;

export type Handlers = {
  [N in Name]: (input: Messages[N]['input']) => Promise<Messages[N]['output']>;
};

const inputs: { [N in Name]: (input: unknown) => input is Messages[N]['input'] } = {
  site: nothing,
  state: nothing,
  activate: about([], ['code', 'setupCode']),
  confirm: about(['pendingId', 'code']),
  verify: about(['code']),
  deactivate: about(['code']),
  'recovery-codes': about(['code']),
  veto: about(['caseId']),
  'sign-out': nothing,
  close: nothing,
  reload: nothing,
};

/**
 * What changes nothing. A frame that is covered or has just moved does none of the rest. A factor changes
 * by a typed code alone: `activate` without one makes a secret that is only pending, and the server refuses
 * it so for an active factor; a veto keeps the factor as it is.
 */
const harmless: ReadonlySet<Name> = new Set(['site', 'state', 'close', 'reload']);

const covered = { ok: false, reason: 'covered' } as const;

/** Reads what came in as one of our messages; null for anything else, whatever it is. */
export function readMessage(raw: unknown): Message | null {
  if (!isRecord(raw) || Object.keys(raw).length !== 2) return null;
  const { name, input } = raw;
  if (typeof name !== 'string' || !Object.hasOwn(inputs, name)) return null;
  return inputs[name as Name](input) ? ({ name, input } as Message) : null;
}

/**
 * Makes the asking side; `send` brings a message to the content script and its answer back. What
 * changes something is not even sent unless the page that asks `mayAct`.
 */
export function createAsk(
  send: (message: Message) => Promise<unknown>,
  mayAct: () => boolean = () => true,
): Ask {
  return async (name, input) => {
    const silence = { ok: false, reason: 'not-here' } as const;
    if (!harmless.has(name) && !mayAct()) return covered;
    try {
      // Only our own content script can have answered, so its answer is taken as typed.
      const answer = await send({ name, input } as Message);
      return (answer ?? silence) as Messages[typeof name]['output'];
    } catch {
      return silence;
    }
  };
}

/**
 * Answers our own pages until the signal ends; everything and everybody else hears nothing. All but the
 * popup, which the browser itself shows, stand in the page, and change something only where `mayAct`.
 */
export function answerMessages(
  handlers: Handlers,
  mayAct: () => boolean,
  signal: AbortSignal,
): void {
  const listener: Parameters<typeof browser.runtime.onMessage.addListener>[0] = (
    raw: unknown,
    sender: Browser.runtime.MessageSender,
    respond: (answer: unknown) => void,
  ) => {
    const message = isOurs(sender) ? readMessage(raw) : null;
    if (!message) return false;
    if (!harmless.has(message.name) && !isPage(sender, '/popup.html') && !mayAct()) {
      respond(covered);
      return false;
    }
    const handle = handlers[message.name] as (input: unknown) => Promise<unknown>;
    handle(message.input).then(respond, () => respond(null));
    return true;
  };
  browser.runtime.onMessage.addListener(listener);
  // After an update of the extension there is no runtime left to take the listener from.
  signal.addEventListener('abort', () => browser.runtime?.onMessage?.removeListener(listener));
}

/** Whether the sender is a page or the background of this extension: no web page, no content script. */
export function isOurs(sender: Browser.runtime.MessageSender): boolean {
  if (sender.id !== browser.runtime.id) return false;
  return sender.url === undefined || sender.url.startsWith(browser.runtime.getURL(''));
}

/** Whether the sender is our panel, framed in a page, and so speaks for that page's tab. */
export function isFramedPanel(
  sender: Browser.runtime.MessageSender,
): sender is Browser.runtime.MessageSender & { tab: { id: number } } {
  return sender.tab?.id !== undefined && isPage(sender, '/panel.html');
}

/** Whether the sender is this page of the extension. */
export function isPage(
  sender: Browser.runtime.MessageSender,
  path: '/panel.html' | '/popup.html',
): boolean {
  return isOurs(sender) && sender.url?.split(/[?#]/, 1)[0] === browser.runtime.getURL(path);
}

function nothing(input: unknown): input is null {
  return input === null;
}

/** A record of an account and exactly these, all short strings. */
function about<T extends Record<string, string | undefined>>(
  more: string[],
  optional: string[] = [],
) {
  const required = ['account', ...more];
  return (input: unknown): input is T => {
    if (!isRecord(input)) return false;
    const keys = Object.keys(input);
    return (
      required.every((key) => Object.hasOwn(input, key)) &&
      keys.every((key) => required.includes(key) || optional.includes(key)) &&
      keys.every((key) => isShortText(input[key]))
    );
  };
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 512;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
