import { useEffect, useRef } from 'preact/hooks';
import type { Ask, State } from '../messages.ts';

type Options = {
  ask: Ask;
  /** Whether nothing is shown that a new look would take away. */
  mayLook: () => boolean;
  take: (state: State) => void;
};

/**
 * Asks how things stand whenever the user comes back to this page: a code may have been given in another
 * tab. Silence changes nothing, nor is anything taken from under a code that is being typed or sent.
 */
export function useComingBack(options: Options): void {
  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    let isAway = false;
    let field: EventTarget | null = null;

    const isTyping = () =>
      field instanceof HTMLInputElement &&
      field.type === 'text' &&
      field.isConnected &&
      field.value !== '';
    const mayLook = () => !isTyping() && latest.current.mayLook();

    async function look(): Promise<void> {
      if (!mayLook()) return;
      const answer = await latest.current.ask('state', null);
      if (answer.ok && mayLook() && !signal.aborted) latest.current.take(answer.value);
    }

    function notice({ type }: Event): void {
      const isHere = type === 'visibilitychange' ? !document.hidden : type === 'focus';
      if (isHere && isAway) void look();
      isAway = !isHere;
    }

    document.addEventListener('visibilitychange', notice, { signal });
    window.addEventListener('blur', notice, { signal });
    window.addEventListener('focus', notice, { signal });
    const typed = ({ target }: Event) => {
      field = target;
    };
    document.addEventListener('input', typed, { signal });
    return () => listening.abort();
  }, []);
}
