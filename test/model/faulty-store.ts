import type { Row, Statement, Store } from '../../server/store/database.ts';

/** What happens to the commits that follow. */
export type Fault =
  | { readonly kind: 'none' }
  /** Every one is refused. */
  | { readonly kind: 'disk full' }
  /**
   * They wait for each other: all calls have read and calculated before the first of them commits;
   * then they commit in another order, which `turns` picks.
   */
  | { readonly kind: 'gathered'; readonly turns: number }
  /** The process ends right before, or right after, so many of them. */
  | { readonly kind: 'crash'; readonly commits: number; readonly when: 'before' | 'after' };

export type FaultyStore = {
  readonly store: Store;
  setFault(fault: Fault): void;
  /** What has not been committed never will be, and nobody gets an answer any more. */
  drop(): void;
};

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
/** Turns of the event loop without a further commit, after which all are taken to have arrived. */
const quietTurns = 3;

/** The real store, with a disk that takes its time, fills up, or is cut off in the middle. */
export function faultyStore(real: Store, crash: () => void): FaultyStore {
  let fault: Fault = { kind: 'none' };
  let isDropped = false;
  let arrived = 0;
  let gathered: (() => void)[] = [];
  const never = new Promise<never>(() => {});

  async function gather(turns: number): Promise<void> {
    const mine = ++arrived;
    const released = new Promise<void>((release) => gathered.push(release));
    for (let i = 0; i < quietTurns; i++) await turn();
    if (mine === arrived) {
      const all = gathered;
      gathered = [];
      const first = turns % all.length;
      for (const release of [...all.slice(first), ...all.slice(0, first)]) release();
    }
    await released;
  }

  async function commit(statements: readonly Statement[]): Promise<Row[][]> {
    if (fault.kind === 'gathered') await gather(fault.turns);
    // Never in the turn of the call: an answer that does not wait for this is out before it.
    else await turn();
    if (isDropped) return never;
    if (fault.kind === 'disk full') throw new Error('database or disk is full');
    if (fault.kind !== 'crash') return real.commit(statements);
    const { commits, when } = fault;
    if (commits > 1) {
      fault = { ...fault, commits: commits - 1 };
      return real.commit(statements);
    }
    isDropped = true;
    if (when === 'after') await real.commit(statements);
    crash();
    return never;
  }

  return {
    store: {
      ...real,
      commit,
      read: (statement) => (isDropped ? never : real.read(statement)),
    },
    setFault(next) {
      fault = next;
    },
    drop() {
      isDropped = true;
    },
  };
}
