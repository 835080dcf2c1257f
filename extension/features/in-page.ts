import {
  type Answer,
  type Api,
  answerMessages,
  type Profile,
  type Site,
  type State,
} from '../messages.ts';
import { watchFrame } from '../platform/frame-watch.ts';
import { isHostedPage, pageLanguage } from '../platform/page.ts';
import { forgetToken } from '../platform/page-token.ts';
import { pageTextsOf } from '../texts/language.ts';
import { type FrameDialog, openFrameDialog } from '../ui/frame-dialog.ts';
import { openPageNotice } from '../ui/page-notice.ts';
import { newsAfterLogin, noteCode, watchForLogin } from './after-login.ts';
import { askPatiently } from './ask-patiently.ts';
import { owes, watchForOwedCode } from './code-prompt-watch.ts';
import { addCornerButton, type Corner } from './corner-button.ts';
import { addLoginCodeField } from './login-code-field.ts';
import { addMenuEntry } from './menu-entry.ts';

/** Doorcode's own management page, which works without the extension. */
const hostedPage = '/.two-factor/';

type Options = {
  api: Api;
  /** Null where no frame of ours may stand: the hosted page does its work. */
  panelUrl: string | null;
  every: (look: () => void, milliseconds: number) => void;
  signal: AbortSignal;
};

/** How long until a server that could not be reached is asked once more. */
const interval = 15_000;

/** Everything that Doorcode does in a page. Where the server does not answer, it only says so. */
export async function startInPage({ api, panelUrl, every, signal }: Options): Promise<void> {
  /** How the platform is protected, or why that is not known. */
  let known: Answer<Profile> = { ok: false, reason: 'unreachable' };
  const texts = () => pageTextsOf(pageLanguage());
  let dialog: FrameDialog | null = null;
  let frameMayAct = () => false;
  let closeNotice = () => {};
  let stayQuiet = () => {};
  let corner: Corner | undefined;
  /** A prompt was opened and has not asked yet how things stand. */
  let promptIsNew = false;

  function openPanel(onClose: () => void = () => {}): void {
    if (dialog) return;
    if (!panelUrl) {
      location.assign(hostedPage);
      return;
    }
    closeNotice();
    const { menuEntry, frameMissing, openPage, close } = texts();
    dialog = openFrameDialog({
      url: panelUrl,
      title: menuEntry,
      fallback: { text: frameMissing, link: openPage, href: hostedPage, close },
      onClose: () => {
        dialog = null;
        onClose();
      },
    });
    frameMayAct = watchFrame(dialog, dialog.close);
  }

  /**
   * The code of the login form may arrive after some of the page's first calls were refused, and before
   * the prompt is there: then nothing is owed any more, and all that is missing is those calls.
   */
  async function answerState(): Promise<Answer<State>> {
    const state = await api.state();
    if (promptIsNew && state.ok && !owes(state.value)) location.reload();
    promptIsNew = false;
    return state;
  }

  async function learn(): Promise<void> {
    if (known.ok) return;
    const answer = await api.profile();
    if (known.ok || signal.aborted) return;
    known = answer;
    if (answer.ok) begin(answer.value);
  }

  answerMessages(
    {
      site: async () => {
        dialog?.alive();
        await learn();
        if (!known.ok) return known;
        const missing = (await corner?.missing()) ?? null;
        return { ok: true, value: describeSite(known.value, missing) };
      },
      state: answerState,
      activate: (input) => api.activate(input),
      confirm: api.confirm,
      verify: async (input) => {
        const answer = await api.verify(input);
        if (answer.ok) noteCode();
        return answer;
      },
      deactivate: api.deactivate,
      'recovery-codes': api.recoveryCodes,
      'sign-out': async () => {
        const answer = await api.signOut();
        // Cookies end by the answer; a token is the page's own to forget.
        if (answer.ok && known.ok && known.value.token) forgetToken(known.value.token);
        return answer;
      },
      close: async () => {
        dialog?.close();
        return { ok: true, value: null };
      },
      reload: async () => {
        location.reload();
        return { ok: true, value: null };
      },
    },
    () => frameMayAct(),
    signal,
  );
  signal.addEventListener('abort', () => {
    dialog?.close();
    closeNotice();
  });
  every(() => {
    if (!known.ok && known.reason !== 'not-here' && !document.hidden) void learn();
  }, interval);
  await learn();

  function begin(profile: Profile): void {
    if (isHostedPage()) {
      // The code that is given here lets the next page in, and that page says what there is to say.
      document.addEventListener('submit', () => noteCode(), { signal });
      return;
    }

    addLoginCodeField({
      sendCode: async (code) => {
        noteCode();
        return (await api.loginCode({ code })).ok;
      },
      label: () => texts().loginField,
      selector: profile.page.loginForm,
      signal,
    });
    corner = addCornerButton({ texts, state: api.state, open: () => openPanel(), signal });
    addMenuEntry({
      label: () => texts().menuEntry,
      href: hostedPage,
      selectors: profile.page,
      open: () => openPanel(),
      onFound: corner.menuFound,
      signal,
    });
    stayQuiet = watchForOwedCode({
      state: api.state,
      onOwed: () => {
        if (!panelUrl) return say([texts().codeOwed], texts().reload, () => location.reload());
        promptIsNew = true;
        openPanel(() => void afterPrompt());
      },
      every,
      signal,
    });

    watchForLogin({ state: api.state, onLogin: tellNews, every, signal });
  }

  /** Once after a login; the panel goes on saying it as long as that session lives. */
  function tellNews(state: State): void {
    const lines = newsAfterLogin(state, texts());
    if (lines.length > 0) say(lines, texts().openSettings, openPanel);
  }

  function say(lines: string[], label: string, run: () => void): void {
    const { menuEntry, close } = texts();
    closeNotice();
    closeNotice = openPageNotice({ title: menuEntry, lines, action: { label, run }, close });
  }

  /** The page behind was refused its calls: once the code is no longer owed, it starts anew. */
  async function afterPrompt(): Promise<void> {
    stayQuiet();
    const state = await askPatiently(api.state);
    if (state.ok && !owes(state.value) && !signal.aborted) location.reload();
  }
}

function describeSite({ name, issuer, support }: Profile, missing: Site['missing']): Site {
  const site: Site = {
    origin: location.origin,
    language: pageLanguage(),
    name,
    issuer,
    support: {},
    missing,
  };
  // The address may be relative to the platform, and our own pages live elsewhere.
  if (support.url && URL.canParse(support.url, location.origin)) {
    const url = new URL(support.url, location.origin);
    if (['https:', 'http:'].includes(url.protocol)) site.support.url = url.href;
  }
  if (support.email) site.support.email = support.email;
  return site;
}
