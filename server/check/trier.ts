import type { Judge, Judgement } from './judge.ts';
import type { Trial } from './trials.ts';
import type { Aim } from './way.ts';
import { send, textOf } from './wire.ts';

/** A way in that was found open. */
export type Hole = {
  readonly way: string;
  readonly what: string;
  /** What was asked for. */
  readonly target: string;
  /** By what it shows. */
  readonly sign: string;
  readonly remedy: string;
  /** The request, with made-up values. */
  readonly request: string;
};

/** One line of the table. */
export type Row = {
  readonly way: string;
  readonly tried: number;
  /** How many of them got in. */
  readonly open: number;
  /** Why this line proves nothing. */
  readonly note?: string;
};

/** One request of many, and what it was worth. */
export type Tried = Pick<Hole, 'way' | 'what' | 'target'> & { readonly judgement: Judgement };

/** Requests at once; a check is no load test. */
const abreast = 8;

/**
 * Tries ways in, a kind after the other, and keeps the score.
 *
 * @param isStillOwing asked after each kind: a session that has ended proves nothing by being refused.
 */
export function createTrier(
  gate: URL,
  judge: Judge,
  isStillOwing: () => Promise<boolean>,
  onTried: (tried: Tried) => void,
) {
  const rows = new Map<string, { tried: number; open: number }>();
  const holes: Hole[] = [];

  async function judgementOf(
    { wire, twin, asks, loose = false }: Trial,
    aim: Aim,
  ): Promise<Judgement> {
    const answer = await send(gate, wire);
    const byItself = judge.alone(answer);
    if (byItself || !answer) return byItself ?? { kind: 'silence' };
    const other = await send(gate, twin);
    const compared = judge.beside(answer, other, aim.isWhoami && asks === undefined);
    if (compared) return compared;
    if (loose) return { kind: 'anybody' };
    // Pages with something fresh in them differ from themselves: then only plainer signs count.
    const otherAgain = await send(gate, twin);
    const again = await send(gate, wire);
    const isSteady = judge.isSame(other, otherAgain) && judge.isSame(answer, again);
    return judge.steadily(answer, isSteady);
  }

  async function tryOne(trial: Trial, aim: Aim): Promise<void> {
    const { way, what, asks, remedy, shown } = trial;
    const row = rows.get(way) ?? { tried: 0, open: 0 };
    rows.set(way, row);
    row.tried++;
    const judgement = await judgementOf(trial, aim);
    const target = asks ?? `${aim.method} ${aim.target}`;
    onTried({ way, what, target, judgement });
    if (judgement.kind !== 'open') return;
    row.open++;
    const request =
      (shown.before ?? '') +
      textOf(gate, shown) +
      (shown.messages ?? []).map((message) => `\r\n${message}`).join('');
    holes.push({
      way,
      what,
      remedy,
      target,
      sign: judgement.sign,
      request,
    });
  }

  return {
    holes,
    rows: (): Row[] => [...rows].map(([way, counts]) => ({ way, ...counts })),

    /** Answers why it ended early, or null. */
    async run(aim: Aim, trials: readonly Trial[]): Promise<string | null> {
      for (const [way, some = []] of Map.groupBy(trials, (trial) => trial.way)) {
        for (let at = 0; at < some.length; at += abreast) {
          await Promise.all(some.slice(at, at + abreast).map((trial) => tryOne(trial, aim)));
        }
        if (!(await isStillOwing())) return way;
      }
      return null;
    },
  };
}
