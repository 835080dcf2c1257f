import { useId, useRef, useState } from 'preact/hooks';
import type { Site, State } from '../messages.ts';
import type { Texts } from '../texts/texts.ts';
import { Card, type CardFrame } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { TextFile } from '../ui/text-file.tsx';

/** Recovery codes on their one appearance, whose they are, and what has just happened that they come with. */
export type ShownCodes = { codes: string[]; account: State['account']; news: string };

type Props = ShownCodes & {
  texts: Texts;
  site: Site;
  onKept: () => void;
  card: CardFrame;
};

/** Shows recovery codes, which the server tells once, and lets them go only when they are kept. */
export function RecoveryCodes({ codes, news, texts, site, account, onKept, card }: Props) {
  const { box, missing, setMissing, onceKept } = useKeeping();
  const id = useId();
  const { close } = card;
  const title = texts.codesFor(site.name);
  const date = new Date().toLocaleDateString(site.language, { dateStyle: 'long' });
  const about = [
    ...(account ? [`${texts.account}: ${nameOf(account)}`] : []),
    `${texts.date}: ${date}`,
  ];
  return (
    <Card
      {...card}
      close={close && { ...close, onClose: () => onceKept(close.onClose) }}
      title={texts.recoveryTitle}
      focusTitle
    >
      <p class="good">{news}</p>
      <p>{texts.recoveryText}</p>
      {/* All that a printer gets: which codes these are must stand on the paper. */}
      <div class="sheet">
        <h2 class="on-paper">{title}</h2>
        {about.map((line) => (
          <p key={line} class="on-paper">
            {line}
          </p>
        ))}
        <ul class="codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <p class="keeping">
        <CopyButton
          text={codes.join('\n')}
          label={texts.copyCodes}
          done={texts.copiedCodes}
          failed={texts.copyCodesFailed}
        />
        <TextFile
          name={`${title}.txt`}
          text={[title, ...about, '', ...codes, ''].join('\n')}
          label={texts.downloadCodes}
        />
        <button type="button" class="link" onClick={() => print()}>
          {texts.printCodes}
        </button>
      </p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onceKept(onKept);
        }}
      >
        <label class="tick">
          <input
            ref={box}
            type="checkbox"
            aria-invalid={missing}
            aria-describedby={id}
            onChange={() => setMissing(false)}
          />
          <span>{texts.keptCodes}</span>
        </label>
        <p id={id} class="error" role="alert">
          {missing && texts.tickFirst}
        </p>
        <button type="submit" class="button primary">
          {texts.continue}
        </button>
      </form>
    </Card>
  );
}

function nameOf({ email, name, realm }: NonNullable<State['account']>): string {
  return realm ? `${email || name} (${realm})` : email || name;
}

/** What would take the codes away is done only with the box ticked, and is not just dead without. */
function useKeeping() {
  const box = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState(false);
  function onceKept(act: () => void): void {
    const isKept = box.current?.checked === true;
    setMissing(!isKept);
    if (isKept) act();
    else box.current?.focus();
  }
  return { box, missing, setMissing, onceKept };
}
