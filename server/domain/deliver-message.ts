import type { Deps } from '../deps.ts';
import { errorFields } from '../log.ts';
import { type Channel, type Due, noteOutcome } from '../store/outbox.ts';
import { kindOf, type MessageKind } from './message-kinds.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** What is sent. Its id stays the same when it is tried again, so that a receiver knows a repetition. */
export type Message = Omit<Due, 'tries' | 'event' | 'status'> & { readonly kind: MessageKind };

/**
 * Sends one message; throws when it did not arrive, `Unsendable` when it never will. It ends when the signal
 * says so: one that went on for ever would hold up all that come after it.
 */
export type Send = (message: Message, signal: AbortSignal) => Promise<void>;

/** It makes no sense to try again. */
export class Unsendable extends Error {
  override name = 'Unsendable';
  /** Nobody need look at it: there is no address, say. */
  readonly expected: boolean;
  constructor(message: string, expected = false) {
    super(message);
    this.expected = expected;
  }
}

/** Milliseconds before the next try, by how many failed; then always the last. */
const pauses = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute];
/** Milliseconds after which a message is no news any more. */
export const messageLife = 3 * 24 * hour;
/** Milliseconds that one try may take at most, whatever the other side does. */
export const sendPatience = 30 * second;

/**
 * Tries one message that was claimed, and notes what became of it.
 *
 * @param patience milliseconds that the try may take.
 *
 * Source: decision 41.
 */
export async function deliver(
  deps: Deps,
  channel: Channel,
  send: Send,
  patience: number,
  due: Due,
): Promise<void> {
  const { tries, event, status, ...message } = due;
  const kind = kindOf({ event, status });
  const note = (state: 'sent' | 'given-up' | 'waiting', error = '', nextAt = deps.now()) =>
    noteOutcome(deps.store, due.id, { state, nextAt, error });
  try {
    if (!kind) throw new Unsendable('nobody is told of this any more', true);
    await inTime(patience, send, { ...message, kind });
    await note('sent');
  } catch (error) {
    const { message: why } = errorFields(error) as { message: string };
    const over = error instanceof Unsendable || deps.now() - due.at > messageLife;
    const last = pauses.length - 1;
    const says = over ? 'message-given-up' : tries === last ? 'message-late' : null;
    if (says && !(error instanceof Unsendable && error.expected)) {
      deps.log.alarm(says, { channel, seq: due.seq, message: why });
    }
    const pause = pauses[Math.min(tries, last)] ?? 0;
    await note(over ? 'given-up' : 'waiting', why.slice(0, 500), deps.now() + pause);
  }
}

/** The other side may answer a little at a time, for ever: neither it nor `send` is waited for longer. */
function inTime(patience: number, send: Send, message: Message): Promise<void> {
  const signal = AbortSignal.timeout(patience);
  const late = new Promise<never>((_, reject) => {
    const why = new Error(`it took longer than ${patience / second} s`);
    signal.addEventListener('abort', () => reject(why));
  });
  return Promise.race([late, send(message, signal)]);
}
