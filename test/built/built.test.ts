import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { build, type InlineConfig } from 'wxt';
import { folders } from '../harness/folders.ts';
import { builtForAll } from './browsers.ts';
import { brokenRules } from './check-built.ts';
import { plant, planted } from './planted.ts';

/*
 * What a store's reviewer reads: the built manifests and files of both browsers. wxt.config.ts asks the
 * same rules at the end of each build.
 */

describe.each(builtForAll())('built for $browser', ({ browser, asked, files, manifest }) => {
  test('A59 what was built breaks no rule', () => {
    expect(brokenRules(files, asked)).toEqual([]);
  });

  test('A59 no host is required but in Firefox, whose background calls the platform', () => {
    expect(manifest.host_permissions).toEqual(browser === 'firefox' ? asked.matches : undefined);
  });

  test.each(planted)('A59 the rules refuse $what', (each) => {
    const broken = brokenRules(plant(files, each), asked);
    expect(broken).toContainEqual(expect.stringMatching(each.says));
  });

  test('A59 the rules know no other origin than those of this build', () => {
    const other = { ...asked, matches: ['https://flows.example.com/*'] };
    expect(brokenRules(files, other)).toContainEqual(
      expect.stringMatching(/content_scripts has "http:\/\/localhost\/\*"/),
    );
  });
});

describe('a real build', () => {
  const outDir = mkdtemp(join(tmpdir(), 'doorcode-built-'));
  afterAll(async () => rm(await outDir, { recursive: true }));

  async function buildWith(more: InlineConfig): Promise<unknown> {
    return build({
      root: folders.root,
      outDir: await outDir,
      browser: 'chrome',
      manifestVersion: 3,
      logger: { ...console, info() {}, log() {}, success() {}, debug() {}, fatal() {}, level: 0 },
      ...more,
    });
  }

  test('A59 a build with nothing planted goes through', async () => {
    await expect(buildWith({})).resolves.toBeDefined();
  });

  test('A59 a build with a permission beyond the list fails', async () => {
    await expect(buildWith({ manifest: { permissions: ['tabs'] } })).rejects.toThrow(
      'permissions has "tabs"',
    );
  });

  test('A59 a build that requires every host fails', async () => {
    await expect(buildWith({ manifest: { host_permissions: ['<all_urls>'] } })).rejects.toThrow(
      'host_permissions has "<all_urls>"',
    );
  });

  test('A59 a build that shows pages more than the frame fails', async () => {
    const resources = [{ resources: ['popup.html'], matches: ['http://localhost/*'] }];
    await expect(buildWith({ manifest: { web_accessible_resources: resources } })).rejects.toThrow(
      'web_accessible_resources has ["popup.html"]',
    );
  });

  test('A59 a build with remote code fails', async () => {
    const banner = 'import("https://cdn.example/x.js");';
    const remote = { name: 'remote', renderChunk: (code: string) => `${banner}${code}` };
    await expect(buildWith({ vite: () => ({ plugins: [remote] }) })).rejects.toThrow(
      'background.js imports code whose place is not written there',
    );
  });
});
