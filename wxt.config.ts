import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'wxt';
import { patternOf, readOrigin } from './extension/sites/origin.ts';
import { refuseBroken } from './test/built/check-built.ts';

/**
 * The public half of a throw-away RSA key: with it an unpacked Chromium extension has the same ID on
 * every machine (eoikobifgciolfbkgbicbgabkhalbbap). What goes to a store has none.
 */
const chromeKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAjMDT84wglTQFKol4kJ9lORcn+ErucXTz4z1uydOCJNbLCGu8JgiIN5GSW3l1vUa9W7Ij6mKUL14XqvrOYk8odn2N+fh7MfjAFcZ7iBPpxbsf2giYqibdmr5R6nrCb0GgcN8JFKmXpirt+zxB5MzdjJHQ6C8FNYQIe7KB31PDhtiKpwlzcCDI8fT4gnvhZSeA8+2k0/SOwI99uaEYvGpffGj5RRkzZVCXKc2XYFURyD6U311n2rU1xY9Gk6R7eJrskvTuV/bbgoI7SnDLw6Ad4Gf8ZE3Z51XpxhJ0PEhB5ydzkrdDua89Pl+BNxQFfDGr5yhc4Cq5cooAHv0TTe7WWwIDAQAB';

const icons = Object.fromEntries([16, 32, 48].map((size) => [size, `icon/${size}.png`]));

const origins = readOrigins(process.env.DOORCODE_EXTENSION_ORIGINS || 'http://localhost:4000');
const matches = [...new Set(origins.map(({ origin }) => patternOf(origin)))];

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: 'dist',
  imports: false,
  vite: () => ({ plugins: [preact(), withoutHtml(), withShortLife()] }),
  // What a reviewer needs to build the same files: see docs/store.md.
  zip: {
    includeSources: [
      'extension/**',
      'test/built/{zip,check-built,file-rules,manifest-rules}.ts',
      'docs/store.md',
      'wxt.config.ts',
      'tsconfig.json',
      'package.json',
      'package-lock.json',
      'LICENSE',
    ],
  },
  hooks: {
    // The development server's own build needs more than may go out.
    'build:done': ({ config }) => {
      const browser = config.browser === 'firefox' ? 'firefox' : 'chrome';
      if (config.command === 'build') refuseBroken(config.outDir, { browser, matches });
    },
    // Where the content script runs is decided by whoever builds, so the entrypoint cannot name it.
    'entrypoints:resolved': (_wxt, entrypoints) => {
      for (const entrypoint of entrypoints) {
        if (entrypoint.type === 'content-script') entrypoint.options.matches = matches;
      }
    },
  },
  manifest: ({ browser, command }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    action: { default_icon: icons },
    permissions: ['storage', 'scripting', 'activeTab'],
    // Of these the user is asked for one origin at a time, see docs/decisions/0033-sites-at-run-time.md.
    optional_host_permissions: [
      'https://*/*',
      'http://localhost/*',
      'http://127.0.0.1/*',
      'http://[::1]/*',
    ],
    web_accessible_resources: [{ resources: ['panel.html'], matches }],
    // The development server needs more; WXT adds it to its own default.
    ...(command === 'build' && {
      content_security_policy: { extension_pages: pagePolicy(browser === 'firefox') },
    }),
    ...(browser === 'firefox'
      ? {
          // The background calls the platform where a page's own policy blocks its content script.
          host_permissions: matches,
          browser_specific_settings: {
            gecko: {
              id: 'doorcode@doorcode.example',
              // The first on every device in which Firefox itself asks for the consent below.
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['authenticationInfo'] },
            },
          },
        }
      : {
          key: chromeKey,
          incognito: 'split' as const,
          // The first with `currentCSSZoom`, by which the frame's watch sees that a page enlarges it.
          minimum_chrome_version: '128',
          storage: { managed_schema: 'managed_schema.json' },
        }),
  }),
});

/** Reads the comma-separated origins; throws on anything that is not a plain https or loopback origin. */
function readOrigins(list: string): URL[] {
  return list.split(',').map((item) => {
    const origin = readOrigin(item);
    if (!origin) {
      throw new Error(
        `DOORCODE_EXTENSION_ORIGINS: "${item.trim()}" is not an origin like https://app.example.com (plain http only on this machine itself)`,
      );
    }
    return new URL(origin);
  });
}

/**
 * What our own pages may do: run their own scripts and wear their own styles, and no request of any
 * kind. Only Firefox's background, a page too, calls the platform.
 */
function pagePolicy(backgroundCalls: boolean): string {
  const platforms = origins.map(({ protocol, hostname }) => `${protocol}//${hostname}:*`);
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    ...(backgroundCalls ? [`connect-src ${[...new Set(platforms)].join(' ')}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/**
 * Preact draws text as HTML for one attribute, which no part of ours uses. Without that line nothing in
 * the extension can; the check of what was built, and Firefox's, would find it.
 */
function withoutHtml(): Plugin {
  return {
    name: 'without-html',
    transform(code, id) {
      if (!/\/preact\/dist\/preact\.m?js$/.test(id)) return null;
      return code.replace(/\w+\.innerHTML=\w+\.__html/, '0');
    },
  };
}

/** The script in every page has few bytes to spend: what WXT would put around it is ours, and short. */
function withShortLife(): Plugin {
  const life = fileURLToPath(new URL('extension/script-life.ts', import.meta.url));
  return {
    name: 'with-short-life',
    transform(_code, id) {
      const [, script] = id.split('virtual:wxt-content-script-isolated-world-entrypoint?');
      if (!script) return null;
      return `
        import script from ${JSON.stringify(script)};
        import { scriptLife } from ${JSON.stringify(life)};
        export default script.main(scriptLife());`;
    },
  };
}
