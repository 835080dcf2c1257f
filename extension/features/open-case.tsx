import { useState } from 'preact/hooks';
import { ActionButton } from '../ui/action-button.tsx';
import { endsFace, useSession } from './session.ts';

/** Says that support was asked to reset this account, to somebody who may stop it: the codes work here. */
export function OpenCase() {
  const { ask, texts, state, account, refresh, turnTo, localTime } = useSession();
  const [error, setError] = useState<string | null>(null);
  const [stopped, setStopped] = useState(false);
  const { openCase } = state;

  async function stop(caseId: string): Promise<void> {
    setError(null);
    const answer = await ask('veto', { account, caseId });
    if (answer.ok) {
      setStopped(true);
      return refresh();
    }
    if (endsFace(answer.reason)) turnTo(answer);
    else setError(texts.refusals[answer.reason]);
  }

  if (stopped && !openCase) {
    return (
      <p class="good" role="status">
        {texts.vetoed}
      </p>
    );
  }
  if (!openCase) return null;
  const when = new Intl.DateTimeFormat(texts.lang, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <section class="warning" aria-labelledby="open-case">
      <h2 id="open-case">{texts.openCaseTitle}</h2>
      <p>{texts.openCaseText(when.format(localTime(openCase.dueAt)))}</p>
      <ActionButton
        label={texts.veto}
        busyText={texts.checking}
        run={() => stop(openCase.id)}
        primary
      />
      <p class="error" role="alert">
        {error}
      </p>
    </section>
  );
}
