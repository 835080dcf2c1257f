import { type Deps, newId } from '../deps.ts';
import { type Channel, claimDue, fillOutbox, readNews } from '../store/outbox.ts';
import { deliver, messageLife, type Send, sendPatience } from './deliver-message.ts';
import { kindOf } from './message-kinds.ts';

/*
 * The audit is the outbox: its rows are written in the commits that they tell of, so nothing is forgotten
 * and no answer waits for a message. Each channel follows it at its own pace (decision 41).
 */

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
    await Promise.all(due.map((each) => deliver(deps, channel, send, patience, each)));
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
