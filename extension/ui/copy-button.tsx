import { useState } from 'preact/hooks';

type Props = { text: string; label: string; done: string; failed: string };

/** Copies a text on request, and says whether that worked: a page may have forbidden it to its frames. */
export function CopyButton({ text, label, done, failed }: Props) {
  const [outcome, setOutcome] = useState<string | null>(null);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome(done);
    } catch {
      setOutcome(failed);
    }
  }
  return (
    <>
      <button type="button" class="link" onClick={() => void copy()}>
        {label}
      </button>
      <span class="copy-outcome" role="status">
        {outcome}
      </span>
    </>
  );
}
