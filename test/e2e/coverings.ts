/*
 * What a hostile page may do to our frame so that its user presses something else than what is meant.
 * Each is a script for the page's own world. Firefox and Chromium share the list.
 */

export type Covering = {
  readonly name: string;
  readonly cover: string;
  readonly uncover: string;
  /** The press still comes to the frame, which then says why it does nothing. */
  readonly reached: boolean;
};

/** Our dialog, as a page finds it. */
const host = `document.documentElement.lastElementChild`;

const removeCover = `globalThis.cover.remove();`;

/** A sheet over everything that lets the pointer through. */
const sheet = `
  globalThis.cover = document.createElement('div');
  Object.assign(cover.style, {
    position: 'fixed', inset: '0', width: '100%', height: '100%', border: '0', margin: '0',
    background: 'white', pointerEvents: 'none',
  });
`;

export const coverings: readonly Covering[] = [
  {
    name: 'under a popover that lets the pointer through',
    cover: `${sheet} cover.popover = 'manual'; document.body.append(cover); cover.showPopover();`,
    uncover: removeCover,
    reached: true,
  },
  {
    name: 'under a popover that covers a corner only',
    cover: `${sheet} cover.popover = 'manual'; cover.style.width = cover.style.height = '40px';
      document.body.append(cover); cover.showPopover();`,
    uncover: removeCover,
    reached: true,
  },
  {
    name: 'under a popover in a closed shadow root',
    cover: `${sheet} const sheet = cover; sheet.popover = 'manual';
      cover = document.createElement('section'); document.body.append(cover);
      cover.attachShadow({ mode: 'closed' }).append(sheet); sheet.showPopover();`,
    uncover: removeCover,
    reached: true,
  },
  {
    name: 'under a modal dialog that was opened later',
    cover: `${sheet} const sheet = cover; cover = document.createElement('dialog');
      cover.style.pointerEvents = 'none'; cover.append(sheet);
      document.body.append(cover); cover.showModal();`,
    uncover: removeCover,
    reached: false,
  },
  {
    name: 'under an element in full screen',
    cover: `${sheet} document.body.append(cover); return cover.requestFullscreen();`,
    uncover: `return document.exitFullscreen().then(() => cover.remove());`,
    reached: true,
  },
  {
    name: 'under a picture of the page that goes on changing into another',
    cover: `
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(\`::view-transition { background: white; pointer-events: none; }
        ::view-transition-group(*), ::view-transition-old(*) { animation-duration: 60s; }\`);
      document.adoptedStyleSheets.push(sheet);
      globalThis.cover = document.startViewTransition(() => {});
      return cover.ready;`,
    uncover: `cover.skipTransition(); document.adoptedStyleSheets.pop();`,
    reached: true,
  },
  ...[
    ['transparent', 'opacity', '0.01'],
    ['blurred', 'filter', 'blur(20px)'],
    ['clipped', 'clip-path', 'circle(20px)'],
    ['masked', 'mask-image', 'linear-gradient(transparent, transparent)'],
    ['mixed with what lies behind', 'mix-blend-mode', 'difference'],
    ['moved', 'transform', 'translate(10px, 10px)'],
    ['hidden', 'visibility', 'hidden'],
    ['made deaf', 'pointer-events', 'none'],
    ['scaled', 'zoom', '0.5'],
  ].map(([what, property, value]) => ({
    name: `${what} by the style of what holds it`,
    // As it was made: without one of its properties, `all` is another in Firefox.
    cover: `globalThis.dress = ${host}.style.cssText;
      ${host}.style.setProperty('${property}', '${value}', 'important');`,
    uncover: `${host}.style.cssText = dress;`,
    reached: true,
  })),
  {
    name: 'scaled with the whole page',
    cover: `document.documentElement.style.zoom = '0.5';`,
    uncover: `document.documentElement.style.zoom = '';`,
    reached: true,
  },
];

/**
 * Styles of the page's root that leave alone what lies in the top layer; the frame is whole and where it
 * was, and acts.
 */
export const harmless: readonly Covering[] = [
  ['opacity', '0.01'],
  ['filter', 'blur(20px)'],
  ['transform', 'translate(300px)'],
  ['clip-path', 'circle(20px)'],
].map(([property, value]) => ({
  name: `the page’s own ${property}`,
  cover: `document.documentElement.style.setProperty('${property}', '${value}', 'important');`,
  uncover: `document.documentElement.style.removeProperty('${property}');`,
  reached: true,
}));

/** What goes away in the last moment, so that the press that was meant for it comes to the frame. */
export const decoys: readonly Covering[] = coverings.filter(
  ({ name }) => name.startsWith('under a popover that lets') || name.startsWith('scaled with'),
);

/** Events that a script makes, at whatever of ours a page can reach. */
export const madeUpEvents = `
  const targets = [${host}, document.activeElement, document.elementFromPoint(innerWidth / 2, innerHeight / 2)];
  for (const target of [...targets, document, window]) {
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'dblclick']) {
      const at = { bubbles: true, composed: true, clientX: innerWidth / 2, clientY: innerHeight / 2 };
      target?.dispatchEvent(new MouseEvent(type, at));
    }
    for (const key of ['Tab', 'Enter', ' ', '1']) {
      for (const type of ['keydown', 'keypress', 'keyup']) {
        target?.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true }));
      }
    }
    for (const type of ['submit', 'input', 'message', 'close', 'cancel']) {
      target?.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    }
    target?.click?.();
  }
`;

/** The page takes the focus again and again. */
export const stealFocus = `
  const field = document.createElement('input');
  document.body.append(field);
  globalThis.thief = setInterval(() => { window.focus(); field.focus(); document.body.focus(); }, 1);
`;
export const stopStealing = `clearInterval(thief);`;

/** The panel in a frame that the page makes itself, whole and with nothing over it. */
export function ownFrame(address: string): string {
  return `
    globalThis.own = document.createElement('iframe');
    own.src = '${address}';
    Object.assign(own.style, { position: 'fixed', inset: '0', width: '100%', height: '100%', border: '0' });
    document.body.append(own);
  `;
}
export const removeOwnFrame = `own.remove();`;
