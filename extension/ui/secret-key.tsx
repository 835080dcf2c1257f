import { CopyButton } from './copy-button.tsx';

type Props = { secret: string; copy: string; copied: string; copyFailed: string };

/** A secret to type by hand: groups of four are easier to keep in mind between two screens. */
export function SecretKey({ secret, copy, copied, copyFailed }: Props) {
  const groups = secret.match(/.{1,4}/g) ?? [];
  return (
    <div class="secret">
      <code>
        {groups.map((group, index) => (
          <span key={index}>{group}</span>
        ))}
      </code>
      <CopyButton text={secret} label={copy} done={copied} failed={copyFailed} />
    </div>
  );
}
