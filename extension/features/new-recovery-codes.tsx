import { Card } from '../ui/card.tsx';
import { CodeQuestion } from './code-question.tsx';
import type { ShownCodes } from './recovery-codes.tsx';
import { useSession } from './session.ts';

type Props = { onCodes: (codes: ShownCodes) => void; leave: () => void };

/** New recovery codes in place of the old ones, for a code of the app. */
export function NewRecoveryCodes({ onCodes, leave }: Props) {
  const { ask, texts, state, account, refresh, card } = useSession();

  async function renew(code: string) {
    const answer = await ask('recovery-codes', { account, code });
    if (answer.ok) {
      const { recoveryCodes: codes } = answer.value;
      onCodes({ codes, account: state.account, news: texts.oldCodesEnded });
      await refresh();
    }
    return answer;
  }

  return (
    <Card {...card} title={texts.newCodes}>
      <CodeQuestion text={texts.newCodesText} button={texts.showNewCodes} send={renew} auto focus />
      <button type="button" class="button secondary" onClick={leave}>
        {texts.back}
      </button>
    </Card>
  );
}
