import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Ask, Refusal, Site, State } from '../messages.ts';
import type { Texts } from '../texts/texts.ts';
import type { CardFrame } from '../ui/card.tsx';
import { useLate } from '../ui/late.ts';
import { ActiveFactor } from './active-factor.tsx';
import { askPatiently } from './ask-patiently.ts';
import { CodePrompt } from './code-prompt.tsx';
import { useComingBack } from './coming-back.ts';
import { Loading } from './loading.tsx';
import { Notice } from './notice.tsx';
import { RecoveryCodes, type ShownCodes } from './recovery-codes.tsx';
import { outdated, type Session, SessionContext } from './session.ts';
import { SetUp } from './set-up.tsx';

type Props = {
  ask: Ask;
  texts: Texts;
  site: Site;
  close?: (() => void) | undefined;
  /** That it takes a moment has been said already, and must not vanish before it is over. */
  isLate?: boolean;
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
export function SettingsPanel({ ask, texts, site, close, isLate = false }: Props) {
  const [state, setState] = useState<State | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [clockAhead, setClockAhead] = useState(0);
  /** The account whose factor has just been switched off here. */
  const [switchedOff, setSwitchedOff] = useState<string | null>(null);
  const [codes, setCodes] = useState<ShownCodes | null>(null);
  const held = useRef(false);
  const late = useLate(!state && !refusal) || isLate;

  function take(value: State): void {
    setState(value);
    setClockAhead(value.now - Date.now());
  }
  const look = useCallback(
    async (reloading: boolean) => {
      const question = () => ask('state', null);
      const answer = await (reloading ? askPatiently(question) : question());
      setRefusal(answer.ok ? null : answer);
      if (answer.ok) take(answer.value);
    },
    [ask],
  );
  const refresh = useCallback(() => look(false), [look]);
  const startAnew = useCallback(async () => {
    await ask('reload', null);
    await look(true);
  }, [ask, look]);
  useEffect(() => void refresh(), [refresh]);
  const face = state && faceOf(state);
  useComingBack({
    ask,
    mayLook: () => !codes && !refusal && !held.current,
    take(now) {
      // Of somebody else the page behind knows nothing yet: the next act says so.
      if (now.account?.id !== state?.account?.id) return;
      const isAnswered = face === 'prompt' && ['deactivation', 'set-up'].includes(faceOf(now));
      if (isAnswered) void startAnew();
      else take(now);
    },
  });

  const card: CardFrame = {
    platform: site.name,
    close: close && { label: texts.close, onClose: close },
  };
  // First of all: whatever else is the case by now, these are not shown again.
  if (codes) {
    return (
      <RecoveryCodes
        {...codes}
        texts={texts}
        site={site}
        onKept={() => setCodes(null)}
        card={card}
      />
    );
  }
  const reason = refusal?.reason ?? (isNotice(face) ? face : null);
  if (reason) {
    return (
      <Notice
        texts={texts}
        reason={reason}
        site={site}
        leave={{ ask, texts, startAnew, turnTo: setRefusal }}
        retry={refresh}
        card={card}
      />
    );
  }
  if (!state?.account) return late ? <Loading texts={texts} card={card} /> : null;
  function show(given: ShownCodes): void {
    setSwitchedOff(null);
    if (given.codes.length > 0) setCodes(given);
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
    held,
    card,
  };
  const { account } = session;
  // Keyed: nothing that was begun for one account goes on for another.
  return (
    <SessionContext.Provider key={account} value={session}>
      {face === 'prompt' && <CodePrompt />}
      {face === 'deactivation' && (
        <ActiveFactor onDeactivated={() => setSwitchedOff(account)} onCodes={show} />
      )}
      {face === 'set-up' && (
        <SetUp kind="first" switchedOff={switchedOff === account} onActivated={show} />
      )}
      {face === 'set-up-again' && <SetUp kind="after-reset" onActivated={show} />}
    </SessionContext.Provider>
  );
}

type Face = ReturnType<typeof faceOf>;

function isNotice(face: Face | null): face is 'not-logged-in' | 'exempt' | 'locked' {
  return face === 'not-logged-in' || face === 'exempt' || face === 'locked';
}
