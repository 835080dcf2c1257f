import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Ask, Refusal, Site, State } from '../messages.ts';
import { textsOf } from '../texts/language.ts';
import { Card, type CardFrame } from '../ui/card.tsx';
import { AnotherAccount } from './another-account.tsx';
import { askPatiently } from './ask-patiently.ts';
import { CodePrompt } from './code-prompt.tsx';
import { Deactivation } from './deactivation.tsx';
import { Notice } from './notice.tsx';
import { outdated, type Session, SessionContext } from './session.ts';
import { SetUp } from './set-up.tsx';

type Props = {
  ask: Ask;
  site: Site;
  close?: (() => void) | undefined;
};

/**
 * Which face a session sees. A locked account and an identity provider's login come first: neither can
 * do a thing here.
 */
export function faceOf(state: State) {
  if (state.session === 'anonymous' || !state.account) return 'not-logged-in';
  if (state.session === 'exempt') return 'exempt';
  if (state.factor === 'locked') return 'locked';
  if (state.session === 'setup-required') return 'set-up-again';
  if (state.session === 'code-required') return 'prompt';
  return state.factor === 'active' ? 'deactivation' : 'set-up';
}

/** The panel: whatever face the state of the session asks for. */
export function SettingsPanel({ ask, site, close }: Props) {
  const texts = textsOf(site.language);
  const [state, setState] = useState<State | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [clockAhead, setClockAhead] = useState(0);
  const [switchedOff, setSwitchedOff] = useState(false);

  const look = useCallback(
    async (reloading: boolean) => {
      const question = () => ask('state', null);
      const answer = await (reloading ? askPatiently(question) : question());
      setRefusal(answer.ok ? null : answer);
      if (!answer.ok) return;
      setState(answer.value);
      setClockAhead(answer.value.now - Date.now());
    },
    [ask],
  );
  const refresh = useCallback(() => look(false), [look]);
  const startAnew = useCallback(async () => {
    await ask('reload', null);
    await look(true);
  }, [ask, look]);
  useEffect(() => void refresh(), [refresh]);

  const card: CardFrame = {
    platform: site.name,
    close: close && { label: texts.close, onClose: close },
  };
  const face = state && faceOf(state);
  const reason = refusal?.reason ?? (isNotice(face) ? face : null);
  if (reason) {
    return (
      <Notice
        texts={texts}
        reason={reason}
        support={site.support}
        retry={() => void refresh()}
        reload={() => void startAnew()}
        leave={<AnotherAccount {...{ ask, texts, startAnew, turnTo: setRefusal }} />}
        card={card}
      />
    );
  }
  if (!state?.account) {
    return (
      <Card {...card} title={texts.menuEntry}>
        <p class="quiet">{texts.loading}</p>
      </Card>
    );
  }
  const session: Session = {
    ask,
    texts,
    site,
    state,
    account: state.account.id,
    localTime: (serverTime) => serverTime - clockAhead,
    turnTo: (turn) => (outdated.has(turn.reason) ? void refresh() : setRefusal(turn)),
    refresh,
    startAnew,
    card,
  };
  return (
    <SessionContext.Provider value={session}>
      {face === 'prompt' && <CodePrompt />}
      {face === 'deactivation' && <Deactivation onDeactivated={() => setSwitchedOff(true)} />}
      {(face === 'set-up' || face === 'set-up-again') && (
        <SetUp
          afterReset={face === 'set-up-again'}
          switchedOff={switchedOff}
          onActivated={() => setSwitchedOff(false)}
        />
      )}
    </SessionContext.Provider>
  );
}

type Face = ReturnType<typeof faceOf>;

function isNotice(face: Face | null): face is 'not-logged-in' | 'exempt' | 'locked' {
  return face === 'not-logged-in' || face === 'exempt' || face === 'locked';
}
