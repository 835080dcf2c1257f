import {
  type Answer,
  type Api,
  answerMessages,
  type Handlers,
  type Profile,
  type State,
} from '../messages.ts';
import { hostedPage, isHostedPage, pageLanguage } from '../platform/page.ts';
import { forgetToken } from '../platform/page-token.ts';
import { newsAfterLogin, noteCode, watchForLogin } from './after-login.ts';
import { addCornerButton, type Corner } from './corner-button.ts';
import { addLoginCodeField } from './login-code-field.ts';
import { addMenuEntry } from './menu-entry.ts';
import { askForOwedCode } from './owed-code.ts';
import { createFaces, type Faces, texts } from './page-faces.ts';

type Surroundings = {
  api: Api;
  /** Null where no frame of ours may stand. */
  panelUrl: string | null;
  every: (look: () => void, milliseconds: number) => void;
  signal: AbortSignal;
};

/** What of a protected page answers to our own pages. */
type Protected = { state: () => Promise<Answer<State>>; missing: Corner['missing'] };

/** How long until a server that could not be reached is asked once more. */
const interval = 15_000;

/** Everything that Doorcode does in a page. Where the server does not answer, it only says so. */
export async function startInPage(around: Surroundings): Promise<void> {
  const { api, panelUrl, every, signal } = around;
  const faces = createFaces(panelUrl, signal);
  /** How the platform is protected, or why that is not known. */
  let known: Answer<Profile> = { ok: false, reason: 'unreachable' };
  let page: Protected = { state: api.state, missing: async () => null };

  async function learn(): Promise<Answer<Profile>> {
    if (known.ok) return known;
    const answer = await api.profile();
    // Somebody else may have asked meanwhile.
    if (known.ok || signal.aborted) return known;
    known = answer;
    if (!answer.ok) return answer;
    // A code that is given there lets the next page in, and that page says what there is to say.
    if (isHostedPage()) document.addEventListener('submit', () => noteCode(), { signal });
    else page = protect(answer.value, faces, around);
    return answer;
  }

  const handlers = answersOf(api, faces, learn, () => page);
  answerMessages(handlers, faces.panelMayAct, signal);
  every(() => {
    if (!known.ok && known.reason !== 'not-here' && !document.hidden) void learn();
  }, interval);
  await learn();
}

/** What the panel and the popup are answered, from the first moment on. */
function answersOf(
  api: Api,
  faces: Faces,
  learn: () => Promise<Answer<Profile>>,
  page: () => Protected,
): Handlers {
  const done = { ok: true, value: null } as const;
  return {
    // What is a message and what is not, `readMessage` says.
    ...api,
    site: async () => {
      faces.panelLives();
      const profile = await learn();
      if (!profile.ok) return profile;
      const { name, issuer, support } = profile.value;
      const missing = await page().missing();
      const value = {
        origin: location.origin,
        language: pageLanguage(),
        name,
        issuer,
        support,
        missing,
      };
      return { ok: true, value };
    },
    state: () => page().state(),
    verify: async (input) => {
      const answer = await api.verify(input);
      if (answer.ok) noteCode();
      return answer;
    },
    'sign-out': async () => {
      const answer = await api['sign-out']();
      const profile = await learn();
      // Cookies end by the answer; a token is the page's own to forget.
      if (answer.ok && profile.ok && profile.value.token) forgetToken(profile.value.token);
      return answer;
    },
    close: async () => {
      faces.closePanel();
      return done;
    },
    reload: async () => {
      location.reload();
      return done;
    },
  };
}

/** Puts into the page what its user needs, and watches what the session owes. */
function protect(profile: Profile, faces: Faces, around: Surroundings): Protected {
  const { api, panelUrl, every, signal } = around;
  const { state } = api;
  const { openPanel, say } = faces;
  const open = () => openPanel();

  addLoginCodeField({
    sendCode: async (code) => {
      noteCode();
      return (await api['login-code']({ code })).ok;
    },
    texts,
    selector: profile.page.loginForm,
    signal,
  });
  const corner = addCornerButton({ texts, state, open, signal });
  addMenuEntry({
    texts,
    href: hostedPage,
    selectors: profile.page,
    open,
    onFound: corner.menuFound,
    signal,
  });
  const askOwed = askForOwedCode({
    state,
    open: panelUrl
      ? openPanel
      : () => say([texts().codeOwed], texts().reload, () => location.reload()),
    every,
    signal,
  });
  watchForLogin({
    state,
    onLogin: (now) => {
      // Once after a login; the panel goes on saying it as long as that session lives.
      const lines = newsAfterLogin(now, texts());
      if (now.openCase) return open() || !panelUrl;
      return lines.length === 0 || say(lines, texts().openSettings, open);
    },
    every,
    signal,
  });
  return { state: askOwed, missing: corner.missing };
}
