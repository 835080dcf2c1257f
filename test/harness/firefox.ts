import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { toolEnvironment } from './environment.ts';
import { builtExtension } from './extension-build.ts';
import { findFirefox } from './programs.ts';

export type FirefoxOptions = {
  /** False for a browser without the extension. */
  extension?: boolean;
  colorScheme?: 'light' | 'dark';
  /** As in `pt-BR`: what pages are asked for, and `navigator.language`. */
  locale?: string;
  viewport?: { width: number; height: number };
  /** A proxy on this machine for all that does not stay on it; without one, nothing leaves. */
  proxyPort?: number;
  /** Every window is a private one, and its user has let the extension in. */
  isPrivate?: boolean;
  /** More preferences, or other values of these. */
  preferences?: Record<string, unknown>;
};

export type Firefox = {
  readonly browser: Browser;
  /** A tab that has the focus, and the only one. */
  newPage(): Promise<Page>;
  /** The address of one of the extension's own pages. */
  address(file: string): string;
  close(): Promise<void>;
};

/** The extension's host name, drawn by lot in each install; here it is said beforehand. */
const uuid = '5f0d9a52-7c1e-4a86-9b1b-2d63f1c0a7e4';

/** Port 9 of this machine throws away what it gets, where anybody listens there at all. */
const nowhere = 9;

/**
 * Opens the system's Firefox, with a fresh profile and the built extension, unless said otherwise. It is
 * driven by WebDriver BiDi; the extension's own pages are driven only in a browser that was started for it.
 */
export async function openFirefox(options: FirefoxOptions = {}): Promise<Firefox> {
  const executablePath = findFirefox();
  if (!executablePath) throw new Error('No Firefox was found on the path.');
  const { extension = true, viewport = { width: 1280, height: 800 } } = options;
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    args: ['--remote-allow-system-access'],
    defaultViewport: viewport,
    // Without this Firefox asks its maker's server for settings, whatever the preferences say.
    env: toolEnvironment({ MOZ_REMOTE_SETTINGS_DEVTOOLS: '1' }),
    extraPrefsFirefox: preferences(options),
  });
  try {
    if (extension) await install(browser, options.isPrivate ?? false);
    return {
      browser,
      async newPage() {
        // The tab that a new window begins with leaves the focus in the bar for addresses.
        const before = await browser.pages();
        const page = await browser.newPage();
        for (const each of before) await each.close();
        return page;
      },
      address: (file) => `moz-extension://${uuid}/${file}`,
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** What the library cannot say itself: Firefox takes one word more than the protocol has. */
type Wire = { connection: { send(method: string, parameters: object): Promise<unknown> } };

async function install(browser: Browser, inPrivate: boolean): Promise<void> {
  const path = builtExtension('firefox');
  await (browser as unknown as Wire).connection.send('webExtension.install', {
    extensionData: { type: 'path', path },
    'moz:allowPrivateBrowsing': inPrivate,
  });
}

function preferences(options: FirefoxOptions): Record<string, unknown> {
  const { colorScheme = 'light', locale = 'en-US', proxyPort = nowhere, isPrivate } = options;
  const proxy = { host: '127.0.0.1', port: proxyPort };
  return {
    'extensions.webextensions.uuids': JSON.stringify({ 'doorcode@doorcode.example': uuid }),
    'intl.accept_languages': `${locale}, ${locale.split('-', 1)[0]}`,
    'layout.css.prefers-color-scheme.content-override': colorScheme === 'dark' ? 0 : 1,
    ...(isPrivate && { 'browser.privatebrowsing.autostart': true }),
    // Nothing but the pages themselves may use the network; whatever tries gets no further than this.
    'network.proxy.type': 1,
    'network.proxy.http': proxy.host,
    'network.proxy.http_port': proxy.port,
    'network.proxy.ssl': proxy.host,
    'network.proxy.ssl_port': proxy.port,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'network.dns.disablePrefetch': true,
    'browser.region.network.url': '',
    'browser.topsites.contile.enabled': false,
    'extensions.getAddons.cache.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'toolkit.telemetry.enabled': false,
    'toolkit.telemetry.server': 'data:,',
    'datareporting.policy.dataSubmissionEnabled': false,
    'messaging-system.rsexperimentloader.enabled': false,
    'media.gmp-manager.updateEnabled': false,
    'dom.push.connection.enabled': false,
    ...options.preferences,
  };
}
