export type FrameDialogOptions = {
  /** The page of the extension that is framed. */
  url: string;
  title: string;
  /** What to say, and where to lead, if the page does not let the frame live. */
  fallback: { text: string; link: string; href: string; close: string };
  onClose: () => void;
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

  const timer = setTimeout(() => showFallback(frame, options.fallback, close), patience);

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

function showFallback(
  frame: HTMLIFrameElement,
  { text, link, href, close: closeText }: FrameDialogOptions['fallback'],
  close: () => void,
): void {
  const card = document.createElement('div');
  const words = document.createElement('p');
  const anchor = document.createElement('a');
  const button = document.createElement('button');
  words.textContent = text;
  anchor.textContent = link;
  anchor.href = href;
  button.textContent = closeText;
  button.addEventListener('click', close);
  Object.assign(card.style, {
    font: '16px/1.5 system-ui, sans-serif',
    color: '#1c2333',
    background: '#ffffff',
    maxWidth: '23rem',
    margin: '20vh auto 0',
    padding: '1.5rem',
    borderRadius: '12px',
  });
  Object.assign(button.style, { display: 'block', marginTop: '1rem', font: 'inherit' });
  card.append(words, anchor, button);
  frame.replaceWith(card);
  anchor.focus();
}
