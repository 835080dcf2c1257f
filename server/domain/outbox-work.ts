import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import { errorFields } from '../log.ts';
import type { Channel } from '../store/outbox.ts';
import type { Send } from './deliver-message.ts';
import { workOutbox } from './outbox.ts';

/** Milliseconds between two looks. */
const usualPause = 2_000;

/**
 * Works a channel's outbox until it is stopped, every few seconds. What fails is said once
 * (decision 41).
 *
 * @returns stops it, after the tries under way.
 */
export function startOutbox(
  deps: Deps,
  channel: Channel,
  send: Send,
  pause = usualPause,
): () => Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  let said = '';
  async function goOn(): Promise<void> {
    while (!signal.aborted) {
      try {
        await workOutbox(deps, channel, send, { stopping: signal });
        said = '';
      } catch (error) {
        const fields = errorFields(error);
        if (fields.message !== said) deps.log.alarm('outbox-failed', { channel, ...fields });
        said = String(fields.message);
      }
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }
  const ended = goOn();
  return () => {
    stop.abort();
    return ended;
  };
}
