export type PageNoticeOptions = {
  title: string;
  lines: string[];
  /** What the reader may do about it. */
  action: { label: string; run: () => void };
  close: string;
};

const light = { ink: '#1c2333', surface: '#ffffff', line: '#cfd6e4', accent: '#2b59c3' };
const dark = { ink: '#e8ecf6', surface: '#1b2130', line: '#343d52', accent: '#8fb0ff' };

/**
 * Says something in a corner of a page that is not ours, and stays until it is closed: it takes no focus.
 * The page can read it, so nothing secret belongs here; the shadow root keeps only the page's styles
 * out. Ours are set one by one, because a page's policy may forbid sheets. The answer closes it.
 */
export function openPageNotice({ title, lines, action, close }: PageNoticeOptions): () => void {
  const colours = matchMedia('(prefers-color-scheme: dark)').matches ? dark : light;
  const host = document.createElement('div');
  const box = document.createElement('div');
  const heading = document.createElement('strong');
  host.style.setProperty('all', 'initial');
  box.setAttribute('role', 'status');
  Object.assign(box.style, {
    position: 'fixed',
    insetInlineEnd: '16px',
    bottom: '16px',
    zIndex: '2147483647',
    boxSizing: 'border-box',
    width: '22rem',
    maxWidth: 'calc(100% - 32px)',
    padding: '16px',
    border: `1px solid ${colours.line}`,
    borderRadius: '12px',
    boxShadow: '0 8px 32px rgba(13, 18, 30, 0.25)',
    background: colours.surface,
    color: colours.ink,
    font: '15px/1.5 system-ui, sans-serif',
  });
  host.attachShadow({ mode: 'open' }).append(box);
  document.documentElement.append(host);

  const remove = () => host.remove();
  const row = document.createElement('div');
  Object.assign(row.style, { display: 'flex', flexWrap: 'wrap', gap: '4px 16px' });
  row.append(
    button(action.label, () => {
      remove();
      action.run();
    }),
    button(close, remove),
  );
  heading.textContent = title;
  const paragraphs = lines.map((line) => {
    const paragraph = document.createElement('p');
    paragraph.textContent = line;
    paragraph.style.margin = '4px 0 8px';
    return paragraph;
  });
  // A reader is told of what comes into a region, not of a region that comes full.
  setTimeout(() => box.append(heading, ...paragraphs, row), 100);
  return remove;

  function button(label: string, run: () => void): HTMLButtonElement {
    const made = document.createElement('button');
    made.type = 'button';
    made.textContent = label;
    made.addEventListener('click', run);
    Object.assign(made.style, {
      minHeight: '32px',
      padding: '0',
      border: '0',
      background: 'transparent',
      color: colours.accent,
      font: 'inherit',
      fontWeight: '600',
      textDecoration: 'underline',
      cursor: 'pointer',
    });
    return made;
  }
}
