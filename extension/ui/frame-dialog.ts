export type FrameDialogOptions = {
  /** The page of the extension that is framed. */
  url: string;
  /** What the title speaks. */
  lang: string;
  title: string;
  onClose: () => void;
  /** Called after the closing of a frame that never spoke: the page does not let it live. */
  onSilent: () => void;
};

export type FrameDialog = {
  host: HTMLElement;
  dialog: HTMLDialogElement;
  frame: HTMLIFrameElement;
  /** The frame has spoken: it lives. */
  alive: () => void;
  close: () => void;
};

/** How long a frame may stay silent before one must assume that the page has blocked it. */
const patience = 5000;

const fill = { position: 'fixed', inset: '0', width: '100%', height: '100%', border: '0' };

/**
 * Opens one of the extension's own pages as a modal dialog over a page that is not ours. A modal
 * dialog lies in the top layer, above every z-index, and keeps the page behind it still; the shadow root
 * keeps the page's styles out.
 */
export function openFrameDialog(options: FrameDialogOptions): FrameDialog {
  const opener = document.activeElement;
  const host = document.createElement('div');
  const dialog = document.createElement('dialog');
  const frame = document.createElement('iframe');
  dress(host, {});
  dialog.lang = options.lang;
  dialog.setAttribute('aria-label', options.title);
  dress(dialog, { ...fill, overflow: 'hidden', background: 'rgba(13, 18, 30, 0.55)' });
  frame.title = options.title;
  // The panel copies the secret on request; without the grant it says so and the user copies by hand.
  frame.allow = 'clipboard-write';
  // The same scheme inside and outside, or the browser paints the frame's canvas opaque.
  dress(frame, { ...fill, 'color-scheme': 'light dark' });
  frame.src = options.url;
  dialog.append(frame);
  host.attachShadow({ mode: 'closed' }).append(dialog);
  document.documentElement.append(host);
  dialog.showModal();
  frame.addEventListener('load', () => frame.focus(), { once: true });

  const timer = setTimeout(() => {
    close();
    options.onSilent();
  }, patience);

  let closed = false;
  function close(): void {
    clearTimeout(timer);
    if (closed) return;
    closed = true;
    host.remove();
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    options.onClose();
  }
  dialog.addEventListener('close', close);
  return { host, dialog, frame, alive: () => clearTimeout(timer), close };
}

/**
 * Gives an element these styles and no others: one by one, because a page's policy may forbid sheets,
 * and important, because the page's own sheets and animations may try.
 */
function dress(element: HTMLElement, styles: Record<string, string>): void {
  for (const [name, value] of Object.entries({ all: 'initial', ...styles })) {
    element.style.setProperty(name, value, 'important');
  }
}
