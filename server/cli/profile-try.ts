import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Answer } from '../check/answer.ts';
import { type Held, likeTokens } from '../check/held.ts';
import { createAsker, credentialsIn } from '../check/platform.ts';
import { type Blank, blanksOf, fillBlanks } from '../profile/blanks.ts';
import { draftOf } from '../profile/draft.ts';
import { parseProfile, profileFile, readProfileJson } from '../profile/profile.ts';
import { CommandError, type Terminal } from './command.ts';
import { everyPlace, proposals } from './proposals.ts';
import { addressOf, readSession } from './session-file.ts';
import {
  type Asked,
  answerLines,
  filledLines,
  isRecognised,
  seenLines,
  shower,
} from './try-lines.ts';

type Options = {
  readonly path?: string | undefined;
  readonly host?: string | undefined;
  readonly write?: string | undefined;
};

/** `profile try`: 0 the session is somebody's, and nobody is nobody; 1 not so. */
export async function tryProfile(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      upstream: { type: 'string' },
      'credential-file': { type: 'string' },
      path: { type: 'string' },
      host: { type: 'string' },
      write: { type: 'string' },
    },
  });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0 || values.upstream === undefined) {
    throw new CommandError('Say "profile try FILE --upstream URL" and give a session.');
  }
  const upstream = addressOf('--upstream', values.upstream);
  const { 'credential-file': credentials } = values;
  if (credentials === undefined) throw new CommandError('Give a session: --credential-file FILE.');
  const held = await readSession(credentials);
  const file = profileFile(given);
  const json = readProfileJson(file);
  const blanks = blanksOf(json);
  if (blanks.length > 0) return tryTemplate(json, blanks, upstream, held, values, terminal);
  if (values.path !== undefined || values.write !== undefined) {
    throw new CommandError(`${file} has no blanks: --path and --write are for a template.`);
  }
  const asked = await askAll(parseProfile(json, file), upstream, held, values.host);
  if (!asked.nobody.answer) {
    await terminal.print(`Nothing answers at ${upstream.origin}.\n`);
    return 1;
  }
  const { lines, isGood } = seenLines(asked, shower(asked.credentials));
  await terminal.print(`${lines.join('\n')}\n`);
  return isGood ? 0 : 1;
}

async function askAll(
  profile: Asked['profile'],
  upstream: URL,
  held: Held,
  host = upstream.host,
): Promise<Asked> {
  const asker = createAsker(profile, upstream, host, held);
  const credentials = credentialsIn(profile, held);
  return {
    profile,
    credentials,
    said: await Promise.all(credentials.map((credential) => asker.about(credential))),
    nobody: await asker.asNobody(),
    everything: await asker.withEverything(),
    companions: asker.companions.map(([name]) => name),
  };
}

/** Shows the answer, and what could stand in the blanks; with `write` it is put into a new file. */
async function tryTemplate(
  json: unknown,
  blanks: readonly Blank[],
  upstream: URL,
  held: Held,
  { path, host, write }: Options,
  terminal: Terminal,
): Promise<number> {
  const places = everyPlace(held, (name) => likeTokens.test(name));
  const draft = draftOf(json, places, path);
  if (path === undefined && blanks.some(({ at }) => at === 'whoami.path')) {
    throw new CommandError(
      'The template does not say where to ask whose session it is: give --path, such as /api/me. The developer tools show it: a request of the logged-in page whose answer names the user.',
    );
  }
  const asked = await askAll(draft, upstream, held, host);
  const show = shower(asked.credentials);
  const somebody = asked.everything.answer;
  const nobody = asked.nobody.answer;
  if (!somebody || !nobody) {
    await terminal.print(`Nothing answers at ${upstream.origin}.\n`);
    return 1;
  }
  const lines = answerLines(draft, somebody, nobody, show);
  const proposed = proposals(
    blanks,
    draft,
    {
      somebody,
      nobody,
      opening: asked.credentials.filter((_, i) => isOpening(asked, i, somebody, nobody)),
    },
    held,
    path,
    show,
  );
  const filled = fillBlanks(json, new Map(proposed.map(({ at, value }) => [at, value])));
  const left = blanksOf(filled);
  lines.push(...filledLines(proposed, left));
  const again = await askAll(draftOf(filled, places, path), upstream, held, host);
  const seen = seenLines(again, show);
  await terminal.print(
    `${[...lines, 'So filled in, the gate would see:', ...seen.lines].join('\n')}\n`,
  );
  if (write !== undefined) {
    await writeNew(write, `${JSON.stringify(filled, null, 2)}\n`);
    await terminal.print(`Written to ${write}. It is a draft: each value in it wants a look.\n`);
  }
  return seen.isGood ? 0 : 1;
}

function isOpening(asked: Asked, index: number, somebody: Answer, nobody: Answer): boolean {
  const answer = asked.said[index]?.answer;
  return answer ? isRecognised(asked.profile, answer, somebody, nobody) : false;
}

/** What somebody wrote by hand is never overwritten. */
async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as { code?: string };
    throw new CommandError(
      code === 'EEXIST'
        ? `--write: ${file} exists, and is left as it is.`
        : `--write: ${String(error)}`,
    );
  }
}
