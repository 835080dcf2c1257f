import { type BrowserContext, chromium } from 'playwright';
import { builtExtension } from './extension-build.ts';
import { findChromium, isRoot } from './programs.ts';

export type BrowserOptions = {
  /** The folder of an extension; false for a browser without. */
  extension?: string | false;
  colorScheme?: 'light' | 'dark';
  /**
   * As in `pt-BR`: what pages are asked for, and `navigator.language`. Not `i18n.getUILanguage()`,
   * which follows the browser's own installed languages.
   */
  locale?: string;
  viewport?: { width: number; height: number };
  javaScriptEnabled?: boolean;
  /** What addresses without an origin are relative to. */
  baseURL?: string;
  /** The folder of the browser's own data; a new empty one when none is given. */
  userData?: string;
  headless?: boolean;
  /** More arguments for Chromium. */
  more?: readonly string[];
};

/** Nothing but the pages themselves may use the network, or differ from run to run. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  '--no-first-run',
];

/** Chromium's own arguments to run with exactly this extension, or with none. */
export function chromiumArguments(extension: string | false): string[] {
  return [
    ...QUIET,
    ...(extension
      ? [`--disable-extensions-except=${extension}`, `--load-extension=${extension}`]
      : []),
    // Chromium refuses to run as root inside its sandbox.
    ...(isRoot() ? ['--no-sandbox'] : []),
  ];
}

/** Opens the system's Chromium: a fresh profile with the built extension, unless said otherwise. */
export async function openBrowser(options: BrowserOptions = {}): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found on the path.');
  const { extension = builtExtension('chrome'), locale = 'en-US', userData = '' } = options;
  const { colorScheme = 'light', viewport = { width: 1280, height: 800 } } = options;
  const { headless = true, javaScriptEnabled = true, baseURL, more = [] } = options;
  return chromium.launchPersistentContext(userData, {
    executablePath,
    headless,
    args: [...chromiumArguments(extension), ...more],
    chromiumSandbox: !isRoot(),
    colorScheme,
    locale,
    viewport,
    javaScriptEnabled,
    ...(baseURL ? { baseURL } : {}),
  });
}

/** The id under which the browser knows the one extension that it runs. */
export async function extensionId(context: BrowserContext): Promise<string> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return new URL(worker.url()).host;
}
