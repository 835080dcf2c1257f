import { sixDigits } from '../ui/six-digits.ts';

/** Hands over what stands in a code field; `again` repeats a code that has been sent before. */
export type CodeSender = (typed: string, again?: boolean) => Promise<void>;

/**
 * Sends a code once it is whole: never two calls under way at once, never the same code twice unless
 * asked to, and if the code changed meanwhile, the newest one last, so that its cookie stays.
 */
export function createCodeSender(send: (code: string) => Promise<boolean>): CodeSender {
  let underWay: string | null = null;
  let waiting: string | null = null;
  let sent: string | null = null;

  return async function offer(typed, again = false) {
    const code = sixDigits(typed);
    if (!code) {
      waiting = null;
      return;
    }
    if (underWay !== null) {
      waiting = code === underWay ? null : code;
      return;
    }
    if (code === sent && !again) return;
    underWay = code;
    sent = (await send(code)) ? code : null;
    underWay = null;
    const next = waiting;
    waiting = null;
    if (next !== null) await offer(next);
  };
}
