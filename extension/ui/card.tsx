import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Mark } from './mark.tsx';

/** What is the same on every card of one panel. */
export type CardFrame = {
  /** The name of the platform that the card speaks about. */
  platform?: string | undefined;
  close?: { label: string; onClose: () => void } | undefined;
};

type Props = CardFrame & {
  title: string;
  /** Whether the title takes the focus, so that a screen reader begins with it; another name does so anew. */
  focusTitle?: boolean | string;
  children?: ComponentChildren;
};

/** One card: the mark, a title, and what it is about. */
export function Card({ title, focusTitle = false, platform, close, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEscape(close?.onClose);
  // Another title is another face of the card: the reader is told by the focus.
  useEffect(() => {
    if (focusTitle) heading.current?.focus();
  }, [focusTitle, title]);
  return (
    <main class="card">
      {close && (
        <button type="button" class="close" aria-label={close.label} onClick={close.onClose}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3 3l10 10M13 3L3 13" />
          </svg>
        </button>
      )}
      <Mark />
      {platform && <p class="platform">{platform}</p>}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}

/** The dialog around the panel closes on Escape too, but hears no key while the focus is in here. */
function useEscape(act?: () => void): void {
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') act?.();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [act]);
}
