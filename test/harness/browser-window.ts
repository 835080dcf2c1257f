import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromiumArguments } from './browser.ts';
import { folders } from './folders.ts';
import { findChromium } from './programs.ts';

/**
 * Opens a Chromium window with the extension and a profile of its own, for a person to use. The
 * function that is answered closes it. Nothing else ends when the window is closed.
 */
export function openWindow(address: string, extension: string): () => Promise<void> {
  const chromium = findChromium();
  if (!chromium) {
    console.error('No Chromium was found on the path; load the extension by hand as shown above.');
    return async () => {};
  }
  const profile = `--user-data-dir=${join(folders.data, 'browser')}`;
  const words = [...chromiumArguments(extension), '--no-default-browser-check', profile, address];
  const window = spawn(chromium, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  window.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said = (said + chunk).slice(-2000);
  });
  const closed = new Promise<void>((resolve) => {
    window.once('error', () => resolve());
    window.once('exit', (code) => {
      if (code) console.error(`Chromium ended with exit code ${code}:\n${said}`);
      resolve();
    });
  });
  return async () => {
    window.kill();
    await closed;
  };
}
