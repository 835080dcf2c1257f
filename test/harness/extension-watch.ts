import { builtExtension } from './extension-build.ts';
import { folders } from './folders.ts';

/**
 * Builds the extension for Chromium and goes on building what changes; a browser that has it loaded
 * reloads it by itself. Answers the folder to load.
 */
export async function watchExtension(running: Array<() => Promise<unknown>>): Promise<string> {
  // Loaded only here: the builder takes a second that `npm start` does not need.
  const { createServer } = await import('wxt');
  const server = await createServer({
    root: folders.root,
    browser: 'chrome',
    manifestVersion: 3,
    webExt: { disabled: true },
  });
  running.push(() => server.stop());
  await server.start();
  return `${builtExtension('chrome')}-dev`;
}
