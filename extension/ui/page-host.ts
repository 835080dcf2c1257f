const light = { ink: '#1c2333', surface: '#ffffff', line: '#cfd6e4', accent: '#2b59c3' };
const dark = { ink: '#e8ecf6', surface: '#1b2130', line: '#343d52', accent: '#8fb0ff' };

/** A box of ours over a page that is not ours. */
export type PageHost = { box: HTMLElement; colours: typeof light; remove: () => void };

/**
 * Puts a box over a page that is not ours. The page can read it, so nothing secret belongs here; the
 * shadow root keeps only the page's styles out. Ours are set one by one, because a page's policy may
 * forbid sheets.
 */
export function openPageHost(lang: string, styles: Partial<CSSStyleDeclaration>): PageHost {
  const colours = matchMedia('(prefers-color-scheme: dark)').matches ? dark : light;
  const host = document.createElement('div');
  const box = document.createElement('div');
  host.style.setProperty('all', 'initial');
  host.lang = lang;
  host.dir = 'ltr';
  Object.assign(box.style, {
    position: 'fixed',
    zIndex: '2147483647',
    boxSizing: 'border-box',
    color: colours.ink,
    font: '15px/1.5 system-ui, sans-serif',
    ...styles,
  });
  host.attachShadow({ mode: 'open' }).append(box);
  document.documentElement.append(host);
  return { box, colours, remove: () => host.remove() };
}

/** A button in such a box, which the page can reach: only a user's own press counts. */
export function pageButton(
  label: string,
  run: () => void,
  styles: Partial<CSSStyleDeclaration>,
): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', ({ isTrusted }) => {
    if (isTrusted) run();
  });
  Object.assign(made.style, { padding: '0', font: 'inherit', cursor: 'pointer', ...styles });
  return made;
}
