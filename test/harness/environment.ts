import { delimiter, join } from 'node:path';
import { folders } from './folders.ts';

/** What the tests and the commands read from the environment: here and nowhere else. */
export const environment = {
  /** `DOORCODE_TEST_INSTALL=0` forbids the tests to install anything. */
  mayInstall: process.env.DOORCODE_TEST_INSTALL !== '0',
  /** Where tests note what this machine cannot show; `npm test` reads it. */
  skipNotes: process.env.DOORCODE_SKIP_NOTES || null,
  /** Set by `npm run test:long`: tests with big counts use them. */
  long: process.env.DOORCODE_LONG === '1',
  /** Where `npm start` opens the gate; not checked here, see `portOf`. */
  gatePort: process.env.DOORCODE_PORT || '4000',
  /** The origins that the extension is built for. */
  extensionOrigins: process.env.DOORCODE_EXTENSION_ORIGINS ?? '',
  /** Where programs are looked for. */
  searchPath: (process.env.PATH ?? '').split(delimiter),
} as const;

/** For the project's own tools: what we were given, with this Node and the tools found first. */
export function toolEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const path = [join(folders.root, 'node_modules', '.bin'), ...environment.searchPath];
  return { ...process.env, PATH: path.join(delimiter), ...more };
}

/**
 * For a server that we start: nothing that names Doorcode is inherited, so that a setting in a
 * developer's shell cannot change what a test sees.
 */
export function serverEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('DOORCODE_'));
  return { ...Object.fromEntries(inherited), ...settings };
}
