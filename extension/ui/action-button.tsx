import { useState } from 'preact/hooks';
import { useLate } from './late.ts';

type Props = {
  label: string;
  /** Said in place of the label while it lasts. */
  busyText: string;
  primary?: boolean;
  /** Whether it looks like a word among others. */
  link?: boolean;
  run: () => Promise<void>;
};

/** A button for something that takes a while, and that is not done twice at once. */
export function ActionButton({ label, busyText, primary = false, link = false, run }: Props) {
  const [busy, setBusy] = useState(false);
  const late = useLate(busy);
  async function press(): Promise<void> {
    if (busy) return;
    setBusy(true);
    await run();
    setBusy(false);
  }
  return (
    <button
      type="button"
      class={link ? 'link' : primary ? 'button primary' : 'button secondary'}
      aria-disabled={busy}
      onClick={() => void press()}
    >
      {late ? busyText : label}
    </button>
  );
}
