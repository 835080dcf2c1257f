import type { Texts } from '../texts/texts.ts';
import { Card, type CardFrame } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';

/** Recovery codes on their one appearance, and what has just happened that they come with. */
export type ShownCodes = { codes: string[]; news: string };

type Props = ShownCodes & { texts: Texts; onKept: () => void; card: CardFrame };

/** Shows recovery codes, which the server tells once. */
export function RecoveryCodes({ codes, news, texts, onKept, card }: Props) {
  return (
    <Card {...card} title={texts.recoveryTitle} focusTitle>
      <p class="good">{news}</p>
      <p>{texts.recoveryText}</p>
      <div class="secret">
        <ul class="codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <CopyButton
          text={codes.join('\n')}
          label={texts.copyCodes}
          done={texts.copiedCodes}
          failed={texts.copyCodesFailed}
        />
      </div>
      <button type="button" class="button primary" onClick={onKept}>
        {texts.keptCodes}
      </button>
    </Card>
  );
}
