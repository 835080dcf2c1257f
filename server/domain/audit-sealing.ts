import { setTimeout as sleep } from 'node:timers/promises';
import { errorFields } from '../log.ts';
import { createSealer, type SealerDeps } from './audit-sealer.ts';

/**
 * Seals every few seconds until it is stopped, and once more then. What fails is said once, and tried
 * again each time (decision 20).
 *
 * @param pause milliseconds between two looks.
 * @returns stops it.
 */
export function startSealing(deps: SealerDeps, pause = 2_000): () => Promise<void> {
  const sealer = createSealer(deps);
  let said = '';

  async function seal(): Promise<void> {
    try {
      await sealer.sealAll();
      said = '';
    } catch (error) {
      const fields = errorFields(error);
      if (fields.message !== said) deps.log.alarm('audit-sealing-failed', fields);
      said = String(fields.message);
    }
  }

  const stop = new AbortController();
  const { signal } = stop;
  async function goOn(): Promise<void> {
    while (!signal.aborted) {
      await seal();
      await sleep(pause, undefined, { signal }).catch(() => {});
    }
  }
  const ended = goOn();

  return async () => {
    stop.abort();
    await ended;
    await seal();
    await sealer.giveBack().catch(() => {}); // It ends by itself.
  };
}
