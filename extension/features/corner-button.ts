import { browser } from 'wxt/browser';
import type { Answer, Site, State } from '../messages.ts';
import { hasStrangePassword } from '../platform/login-form.ts';
import { hasLoginCodeField } from '../platform/page.ts';
import { onPageChange } from '../platform/page-changes.ts';
import { hasMenuOpener } from '../platform/user-menu.ts';
import type { PageTexts } from '../texts/page-texts.ts';
import { showCornerButton } from '../ui/floating-button.ts';
import { owes } from './code-prompt-watch.ts';

type Options = {
  texts: () => PageTexts;
  state: () => Promise<Answer<State>>;
  open: () => void;
  signal: AbortSignal;
};

/** What is kept of a site: where its user has moved the button, or why there is none. */
type Kept = number | 'menu' | 'hidden';

export type Corner = {
  /** What was looked for in this page as it stands, and not found. */
  missing: () => Promise<Site['missing']>;
  /** This site has a user menu: the button never comes again, whatever becomes of the menu. */
  menuFound: () => void;
};

/** How long a page has to show its menu, each time that it changes. */
const wait = 3000;

/**
 * Where somebody is logged in and neither a way out nor a user menu can be seen, a button of ours leads
 * to the panel.
 */
export function addCornerButton({ texts, state, open, signal }: Options): Corner {
  let kept: Kept | undefined;
  let remove: (() => void) | null = null;
  /** Where the server was asked; somebody else may be logged in after a login form was there. */
  let askedAt = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether this page has had a menu; what was kept of the site may be older than its looks. */
  let hadMenu = false;

  async function missing(): Promise<Site['missing']> {
    const isStrange = hasStrangePassword(document);
    if (hasLoginCodeField() || (!isStrange && hasMenu())) return null;
    const answer = await state();
    if (!answer.ok || owes(answer.value)) return null;
    const { session, account } = answer.value;
    if (session === 'anonymous') return isStrange ? 'login-form' : null;
    return hasMenu(account?.email, account?.name) ? null : 'user-menu';
  }

  const hasMenu = (...names: (string | null | undefined)[]) =>
    hadMenu || hasMenuOpener(document, names);

  async function stored(): Promise<Record<string, Kept> | undefined> {
    return (await browser.storage.local.get('corner')).corner as Record<string, Kept> | undefined;
  }

  async function keep(value: Kept): Promise<void> {
    kept = value;
    // Storage is one for all windows, and nothing of a private one outlives it.
    if (browser.extension.inIncognitoContext) return;
    const sites = await stored();
    await browser.storage.local.set({ corner: { ...sites, [location.origin]: value } });
  }

  function hide(): void {
    remove?.();
    remove = null;
  }

  function end(how: 'menu' | 'hidden'): void {
    hide();
    if (kept !== how) void keep(how);
  }

  async function look(): Promise<void> {
    if (kept === 'menu' || kept === 'hidden') return;
    const isLogin = hasLoginCodeField() || hasStrangePassword(document);
    if (isLogin) askedAt = '';
    if (isLogin || hasMenu()) return hide();
    const { pathname } = location;
    if (remove || askedAt === pathname) return;
    askedAt = pathname;
    if ((await missing()) !== 'user-menu' || remove || signal.aborted) return;
    const { lang, menuEntry, moveButton, hideButton } = texts();
    remove = showCornerButton({
      lang,
      label: menuEntry,
      move: moveButton,
      hide: hideButton,
      place: typeof kept === 'number' ? kept : 0,
      onPress: open,
      onMove: keep,
      onHide: () => end('hidden'),
    });
  }

  void stored().then((sites) => {
    kept ??= sites?.[location.origin];
  });
  // Some pages are never still: a clock ticks.
  onPageChange(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void look();
    }, wait);
  }, signal);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    hide();
  });
  return {
    missing,
    menuFound: () => {
      hadMenu = true;
      end('menu');
    },
  };
}
