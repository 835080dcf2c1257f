import { type Deps, newId } from '../deps.ts';
import { errorFields } from '../log.ts';
import {
  type Channel,
  claimDue,
  type Due,
  fillOutbox,
  noteOutcome,
  readNews,
} from '../store/outbox.ts';
import { kindOf, type MessageKind } from './message-kinds.ts';

/*
 * The audit is the outbox: its rows are written in the commits that they tell of, so nothing is forgotten
 * and no answer waits for a message. Each channel follows it at its own pace (decision 41).
 */

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
/** Messages of a channel that are sent at the same time. */
const atOnce = 8;

/**
 * What came into the audit since the last look, and what is due: sent, or tried again later.
 *
 * @param given `patience`: milliseconds that one try may take; `stopping`: no more is begun then, and what is
 *   under way goes on to its end.
 */
export async function workOutbox(
  deps: Deps,
  channel: Channel,
  send: Send,
  { patience = sendPatience, stopping }: { patience?: number; stopping?: AbortSignal } = {},
): Promise<void> {
  while (await fillPage(deps, channel)) if (stopping?.aborted) return;
  let taken = atOnce;
  while (taken === atOnce && !stopping?.aborted) {
    const now = deps.now();
    const until = now + 2 * sendPatience;
    const due = await claimDue(deps.store, channel, { now, until, most: atOnce });
    const inTime = within(patience, send);
    await Promise.all(due.map((each) => deliver(deps, channel, inTime, each)));
    taken = due.length;
  }
}

/** @returns whether there was something, so that there may be more. */
async function fillPage(deps: Deps, channel: Channel): Promise<boolean> {
  const news = await readNews(deps.store, channel);
  const last = news?.rows.at(-1);
  if (!news || !last) return false;
  const now = deps.now();
  const messages = news.rows
    .filter((row) => kindOf(row) !== null && row.at > now - messageLife)
    .map(({ seq }) => ({ id: newId(deps), seq }));
  await fillOutbox(deps.store, channel, { from: news.from, to: last.seq, now }, messages);
  return true;
}

/** The other side may answer a little at a time, for ever: neither it nor `send` is waited for longer. */
function within(patience: number, send: Send): (message: Message) => Promise<void> {
  return (message) => {
    const signal = AbortSignal.timeout(patience);
    const late = new Promise<never>((_, reject) => {
      const why = new Error(`it took longer than ${patience / second} s`);
      signal.addEventListener('abort', () => reject(why));
    });
    return Promise.race([late, send(message, signal)]);
  };
}

async function deliver(
  deps: Deps,
  channel: Channel,
  send: (message: Message) => Promise<void>,
  due: Due,
): Promise<void> {
  const { tries, event, status, ...message } = due;
  const kind = kindOf({ event, status });
  const note = (state: 'sent' | 'given-up' | 'waiting', error = '', nextAt = deps.now()) =>
    noteOutcome(deps.store, due.id, { state, nextAt, error });
  try {
    if (!kind) throw new Unsendable('nobody is told of this any more', true);
    await send({ ...message, kind });
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
