import { parseArgs } from 'node:util';
import { readStorageEnvironment } from '../config.ts';
import {
  createSupportKey,
  endSupportKey,
  listSupportKeys,
  type Scope,
  scopes,
} from '../domain/support-keys.ts';
import { CommandError, type Group, type Terminal } from './command.ts';
import { withStore } from './database.ts';
import { moment } from './moment.ts';

const day = 24 * 60 * 60 * 1000;

export const supportKey: Group = {
  ways: {
    'create NAME --scopes read,reset [--days N]':
      'Makes a key for support and shows it once. Scopes: read, reset, approve, bypass, audit.',
    list: 'Names of the keys, what they may do, and until when.',
    'revoke NAME': 'Ends a key at once.',
  },
  async run([name = '', ...words], terminal) {
    if (name === 'create') return create(words, terminal);
    if (name === 'list' && words.length === 0) return list(terminal);
    if (name === 'revoke' && words.length === 1) return revoke(words[0] ?? '', terminal);
    throw new CommandError('Say "support-key create", "support-key list" or "support-key revoke".');
  },
};

async function create(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { scopes: { type: 'string' }, days: { type: 'string' } },
  });
  const [name, ...more] = positionals;
  if (!name || more.length > 0) throw new CommandError('Give the key one name.');
  const wanted = readScopes(values.scopes ?? '');
  const expiresAt = values.days === undefined ? 0 : terminal.now() + readDays(values.days) * day;
  const storage = readStorageEnvironment();
  return withStore(storage, terminal, async (store) => {
    const { now, random } = terminal;
    const given = { name, scopes: wanted, expiresAt };
    const key = await createSupportKey({ store, now, random }, given);
    if (key === null) {
      terminal.note(`There is a key "${name}" already; names are not used twice.`);
      return 1;
    }
    terminal.note('This key is shown once. Who has it may do the following in its name:');
    terminal.note(wanted.join(', '));
    await terminal.print(`${key}\n`);
    return 0;
  });
}

async function list(terminal: Terminal): Promise<number> {
  return withStore(readStorageEnvironment(), terminal, async (store) => {
    for (const key of await listSupportKeys({ store, now: terminal.now })) {
      const until = key.expiresAt === 0 ? 'without end' : `until ${moment(key.expiresAt)}`;
      const ended = key.status === 'revoked' ? `, revoked ${moment(key.revokedAt)}` : '';
      const state = key.status === 'expired' ? ', expired' : ended;
      await terminal.print(`${key.name}: ${key.scopes.replaceAll(' ', ', ')}; ${until}${state}\n`);
    }
    return 0;
  });
}

async function revoke(name: string, terminal: Terminal): Promise<number> {
  return withStore(readStorageEnvironment(), terminal, async (store) => {
    const outcome = await endSupportKey({ store, now: terminal.now }, name);
    const words = {
      revoked: `The key "${name}" is revoked.`,
      'was-revoked': `The key "${name}" had been revoked before.`,
      unknown: `There is no key "${name}".`,
    };
    terminal.note(words[outcome]);
    return outcome === 'unknown' ? 1 : 0;
  });
}

function readScopes(list: string): Scope[] {
  const wanted = list.split(',').map((scope) => scope.trim());
  const isScope = (scope: string): scope is Scope => (scopes as readonly string[]).includes(scope);
  if (!wanted.every(isScope)) {
    throw new CommandError(`--scopes takes some of ${scopes.join(', ')}, separated by commas.`);
  }
  return [...new Set(wanted)];
}

function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 3650) {
    throw new CommandError('--days takes a number from 1 to 3650.');
  }
  return days;
}
