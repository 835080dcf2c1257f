import { Card } from '../ui/card.tsx';
import { CodeQuestion } from './code-question.tsx';
import { MissingPart } from './missing-part.tsx';
import { OpenCase } from './open-case.tsx';
import { runsLow } from './running-low.ts';
import { useSession } from './session.ts';

type Props = { onDeactivated: () => void; want: (wanted: 'replace' | 'codes') => void };

/** The page of an active factor: it is filled in only to switch the factor off. */
export function Deactivation({ onDeactivated, want }: Props) {
  const { ask, texts, site, state, account, refresh, card } = useSession();

  async function deactivate(code: string) {
    const answer = await ask('deactivate', { account, code });
    if (answer.ok) {
      onDeactivated();
      await refresh();
    }
    return answer;
  }

  const low = runsLow(state);
  const left = texts.recoveryCodesLeft(state.recoveryCodesLeft);
  const newCodes = (
    <button type="button" class="link" onClick={() => want('codes')}>
      {texts.newCodes}
    </button>
  );
  return (
    <Card {...card} title={texts.deactivationTitle} focusTitle>
      <OpenCase />
      {state.failuresBefore > 0 && (
        <p class="warning">{texts.failuresBefore(state.failuresBefore)}</p>
      )}
      {low && (
        <p class="warning">
          {left} {texts.getNewCodes}
          <br />
          {newCodes}
        </p>
      )}
      {/* Not at the sixth digit: what takes the protection away takes a press of its own, so that a
          code that a password manager fills in, or that somebody types to see what happens, does not. */}
      <CodeQuestion
        text={texts.deactivationText}
        button={texts.deactivate}
        send={deactivate}
        dangerous
      />
      {!low && <p class="quiet left">{left}</p>}
      <p class="actions">
        <button type="button" class="link" onClick={() => want('replace')}>
          {texts.replacePhone}
        </button>
        {!low && newCodes}
      </p>
      <MissingPart missing="user-menu" site={site} texts={texts} />
    </Card>
  );
}
