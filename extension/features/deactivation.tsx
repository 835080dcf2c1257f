import { Card } from '../ui/card.tsx';
import { CodeForm } from '../ui/code-form.tsx';
import { useRefusal, useSession } from './session.ts';

/** The page of an active factor: it is filled in only to switch the factor off. */
export function Deactivation({ onDeactivated }: { onDeactivated: () => void }) {
  const { ask, texts, state, account, refresh, card } = useSession();
  const refusal = useRefusal();

  async function deactivate(code: string): Promise<void> {
    refusal.clear();
    const answer = await ask('deactivate', { account, code });
    if (!answer.ok) return refusal.take(answer);
    onDeactivated();
    await refresh();
  }

  return (
    <Card {...card} title={texts.deactivationTitle} focusTitle>
      {state.failuresBefore > 0 && (
        <p class="warning">{texts.failuresBefore(state.failuresBefore)}</p>
      )}
      <p>{texts.deactivationText}</p>
      <CodeForm
        label={texts.code}
        button={texts.deactivate}
        busyText={texts.checking}
        malformed={texts.refusals['malformed-code']}
        error={refusal.error}
        waitUntil={refusal.waitUntil}
        waitText={texts.tryAgainIn}
        submit={deactivate}
        dangerous
      />
    </Card>
  );
}
