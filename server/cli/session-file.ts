import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Held, readHeld } from '../check/held.ts';
import { CommandError } from './command.ts';

/**
 * A session as it was copied out of a browser: from a file, or from standard input for `-`. Never from
 * the command line, which shells write down and every user of the machine can read.
 */
export async function readSession(file: string): Promise<Held> {
  const held = readHeld(file === '-' ? await text(process.stdin) : await contentOf(file));
  const { cookies, headers, query } = held;
  if (cookies.length + headers.length > 0 || query !== '') return held;
  throw new CommandError(
    `${file} holds no session: it takes what the browser's developer tools copy by "Copy as cURL" (of the bash kind), or header lines such as "Cookie: session=…" or "Authorization: Bearer …".`,
  );
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // The name may be the session itself, put in the wrong place: it is not shown.
    const { code = 'no such file' } = error as { code?: string };
    throw new CommandError(`--credential-file: the file cannot be read (${code}).`);
  }
}

/** Scheme, host and port of an address; what else stands in it would be ignored, so it is refused. */
export function addressOf(option: string, given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  const isBare = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search;
  if (!isBare)
    throw new CommandError(`${option} takes scheme, host and port: https://flows.example.`);
  return url;
}
