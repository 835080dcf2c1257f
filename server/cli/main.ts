import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { audit } from './audit.ts';
import { check } from './check.ts';
import { CommandError, type Group, type Terminal } from './command.ts';
import { keys } from './keys.ts';
import { profile } from './profile.ts';
import { support } from './support.ts';
import { supportKey } from './support-key.ts';

/** `npm run doorcode -- GROUP …`: what an operator does beside a server. */
const groups: ReadonlyMap<string, Group> = new Map(
  Object.entries({ audit, check, keys, profile, support, 'support-key': supportKey }),
);

const terminal: Terminal = {
  async print(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  note: (text) => process.stderr.write(`${text}\n`),
  now: Date.now,
  random: randomBytes,
};

// Whoever reads us may stop early, as `head` does: then nobody shall take it for a whole answer.
process.stdout.on('error', () => process.exit(2));

process.exitCode = await run(process.argv.slice(2));

async function run([name = '--help', ...words]: string[]): Promise<number> {
  try {
    if (['--help', '-h', 'help'].includes(name) || words.includes('--help')) {
      await terminal.print(help(name));
      return 0;
    }
    const group = groups.get(name);
    if (!group) throw new CommandError(`There is no "${name}".`);
    return await group.run(words, terminal);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.note(isMistyped(error) ? `${message}\n\n${help(name)}` : message);
    return 2;
  }
}

/** Our own complaint about the words, or that of `parseArgs`. */
function isMistyped(error: unknown): boolean {
  const { code = '' } = error as { code?: unknown };
  return error instanceof CommandError || String(code).startsWith('ERR_PARSE_ARGS_');
}

/** Of one group, where there is one of this name; else of all. */
function help(wanted: string): string {
  const group = groups.get(wanted);
  const lines = [...(group ? [[wanted, group] as const] : groups)].flatMap(([name, { ways }]) =>
    Object.entries(ways).map(
      ([way, does]) => `  npm run doorcode -- ${name} ${way}\n      ${does}`,
    ),
  );
  return `${lines.join('\n')}\n`;
}
