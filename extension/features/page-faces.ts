import { watchFrame } from '../platform/frame-watch.ts';
import { hostedPage, pageLanguage } from '../platform/page.ts';
import { pageTextsOf } from '../texts/language.ts';
import type { PageTexts } from '../texts/page-texts.ts';
import { type FrameDialog, openFrameDialog } from '../ui/frame-dialog.ts';
import { openPageNotice } from '../ui/page-notice.ts';

export type Faces = ReturnType<typeof createFaces>;

/**
 * What Doorcode shows over a page: the panel, or a notice in the corner, never both. They go with the
 * signal. Without a `panelUrl` no frame of ours may stand there, and the hosted page does its work.
 */
export function createFaces(panelUrl: string | null, signal: AbortSignal) {
  let dialog: FrameDialog | null = null;
  let mayAct = () => false;
  let closeNotice = () => {};

  /** @returns false where it is open already, or cannot be. */
  function openPanel(onClose: () => void = () => {}): boolean {
    if (!panelUrl) openHostedPage();
    if (dialog || !panelUrl) return false;
    closeNotice();
    const { lang, menuEntry, frameMissing, openPage } = texts();
    dialog = openFrameDialog({
      url: panelUrl,
      lang,
      title: menuEntry,
      onClose: () => {
        dialog = null;
        onClose();
      },
      onSilent: () => say([frameMissing], openPage, openHostedPage),
    });
    mayAct = watchFrame(dialog, dialog.close);
    return true;
  }

  /** @returns false where the panel is open. */
  function say(lines: string[], label: string, run: () => void): boolean {
    if (dialog) return false;
    const { lang, menuEntry, close } = texts();
    closeNotice();
    closeNotice = openPageNotice({ lang, title: menuEntry, lines, action: { label, run }, close });
    return true;
  }

  const closePanel = () => dialog?.close();
  signal.addEventListener('abort', () => {
    closePanel();
    closeNotice();
  });
  return {
    openPanel,
    say,
    closePanel,
    /** The panel's page has spoken: the page around it has not blocked it. */
    panelLives: () => dialog?.alive(),
    /** Whether what is done in the panel is meant for it, see `watchFrame`. */
    panelMayAct: () => mayAct(),
  };
}

function openHostedPage(): void {
  location.assign(hostedPage);
}

/** The words for this page as its language is now. */
export function texts(): PageTexts {
  return pageTextsOf(pageLanguage());
}
