import { useState } from 'preact/hooks';
import { ActionButton } from '../ui/action-button.tsx';
import { useSession } from './session.ts';

const takeFocus = (element: HTMLElement | null) => element?.focus();

/** Says that support was asked to reset this account, to somebody who may stop it: the codes work here. */
export function OpenCase() {
  const { ask, texts, state, account, refresh, turnTo, localTime } = useSession();
  const [stopped, setStopped] = useState(false);
  const { openCase } = state;

  async function stop(caseId: string): Promise<void> {
    const answer = await ask('veto', { account, caseId });
    if (!answer.ok) return turnTo(answer);
    setStopped(true);
    await refresh();
  }

  if (!openCase) {
    return (
      stopped && (
        // The button that was pressed is gone, and the focus must not be.
        <p class="good" role="status" tabIndex={-1} ref={takeFocus}>
          {texts.vetoed}
        </p>
      )
    );
  }
  const due = new Date(localTime(openCase.dueAt));
  const when = due.toLocaleString(texts.lang, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <section class="warning">
      <h2>{texts.openCaseTitle}</h2>
      {texts.openCaseText(when)}
      <ActionButton
        label={texts.veto}
        busyText={texts.checking}
        run={() => stop(openCase.id)}
        primary
      />
    </section>
  );
}
