import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { environment } from './environment.ts';
import { systemPackages } from './packages.ts';

/** Debian keeps servers where the path of a user who is not root does not lead. */
const serversToo = [...environment.searchPath, '/usr/sbin'];

/** The first of these programs that is on the path, as an absolute path. */
export function findProgram(
  names: readonly string[],
  searchPath: readonly string[] = serversToo,
): string | undefined {
  const places = names.flatMap((name) => searchPath.map((folder) => join(folder, name)));
  return places.find(isExecutable);
}

/** A Chromium; the list of packages says under which names it goes. */
export function findChromium(): string | undefined {
  return findPackaged('chromium');
}

/** A Firefox, of whatever kind. */
export function findFirefox(): string | undefined {
  return findPackaged('firefox-esr');
}

/** Only root writes system files; and only root's Chromium has to do without its sandbox. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function findPackaged(wanted: string): string | undefined {
  return findProgram(systemPackages.find(({ name }) => name === wanted)?.binaries ?? []);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
