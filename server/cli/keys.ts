import { readStorageEnvironment } from '../config.ts';
import { type KeyDeps, keyStatus, resealUnderCurrentKey } from '../domain/keys.ts';
import { createLog } from '../log.ts';
import type { KeyUse } from '../store/reseal.ts';
import { createSeal } from '../store/seal.ts';
import { CommandError, type Group } from './command.ts';
import { withStore } from './database.ts';

type Command = (deps: KeyDeps, print: (line: string) => Promise<void>) => Promise<number>;

export const keys: Group = {
  ways: {
    status: 'Which keys are given, and what is sealed under which.',
    reseal: 'Seals everything under the first key, beside running servers; can be repeated.',
  },
  async run([name = '', ...more], terminal) {
    const command = { status, reseal }[name];
    if (!command || more.length > 0) throw new CommandError('Say "keys status" or "keys reseal".');
    const storage = readStorageEnvironment();
    const seal = createSeal(storage.readKeys(), terminal.random);
    const log = createLog((line) => terminal.note(line.trimEnd()), terminal.now);
    return withStore(storage, terminal, (store) =>
      command({ store, seal, log }, (line) => terminal.print(`${line}\n`)),
    );
  },
};

const status: Command = async (deps, print) => {
  const [current, ...others] = deps.seal.keyIds;
  await print(
    [`given: key "${current}" (current)`, ...others.map((id) => `key "${id}"`)].join(', '),
  );
  const { uses, missing } = await keyStatus(deps);
  for (const use of uses) await print(`${use.column}: ${inWords(use)}`);
  for (const id of missing) await print(`needed and not given: key "${id}"`);
  return missing.length > 0 ? 1 : 0;
};

const reseal: Command = async (deps, print) => {
  let shown = '';
  const { left, unreadable } = await resealUnderCurrentKey(deps, (column, { done, all }) => {
    const percent = `${column}: ${Math.floor((100 * done) / all)} %`;
    if (percent !== shown) print(`${column}: ${done} of ${all} rows`);
    shown = percent;
  });
  const [current, ...others] = deps.seal.keyIds;
  for (const { column, id } of unreadable) await print(`cannot be opened: ${column} of ${id}`);
  for (const use of left) await print(`not done: ${use.column}, ${inWords(use)}; keep that key`);
  if (left.length > 0) return 1;
  for (const id of others) {
    await print(`done: no row is under key "${id}" any more; it can be taken out of the settings`);
  }
  if (others.length === 0) await print(`done: every row is under key "${current}"`);
  return 0;
};

function inWords({ keyId, rows }: KeyUse): string {
  const number = rows === 1 ? '1 row' : `${rows} rows`;
  return keyId === '' ? `${number} that no key sealed` : `${number} under key "${keyId}"`;
}
