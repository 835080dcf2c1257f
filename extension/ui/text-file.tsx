import { useEffect, useMemo } from 'preact/hooks';

type Props = { name: string; text: string; label: string };

/** A text to keep as a file. It never leaves this browser, and its address is worth nothing elsewhere. */
export function TextFile({ name, text, label }: Props) {
  const address = useMemo(
    () => URL.createObjectURL(new Blob([text], { type: 'text/plain' })),
    [text],
  );
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return (
    <a class="link" href={address} download={name}>
      {label}
    </a>
  );
}
