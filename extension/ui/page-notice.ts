import { openPageHost, pageButton } from './page-host.ts';

export type PageNoticeOptions = {
  lang: string;
  title: string;
  lines: string[];
  /** What the reader may do about it. */
  action: { label: string; run: () => void };
  close: string;
};

/** Says something in a corner of a page that is not ours, and stays until it is closed: it takes no focus. */
export function openPageNotice({
  lang,
  title,
  lines,
  action,
  close,
}: PageNoticeOptions): () => void {
  const { box, colours, remove } = openPageHost(lang, {
    insetInlineEnd: '16px',
    bottom: '16px',
    width: '22rem',
    maxWidth: 'calc(100% - 32px)',
    padding: '16px',
    borderRadius: '12px',
    boxShadow: '0 8px 32px rgba(13, 18, 30, 0.25)',
  });
  box.setAttribute('role', 'status');
  box.style.border = `1px solid ${colours.line}`;
  box.style.background = colours.surface;

  const heading = document.createElement('strong');
  const row = document.createElement('div');
  Object.assign(row.style, { display: 'flex', flexWrap: 'wrap', gap: '4px 16px' });
  const look = {
    minHeight: '32px',
    border: '0',
    background: 'transparent',
    color: colours.accent,
    fontWeight: '600',
    textDecoration: 'underline',
  };
  const run = () => {
    remove();
    action.run();
  };
  row.append(pageButton(action.label, run, look), pageButton(close, remove, look));
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
}
