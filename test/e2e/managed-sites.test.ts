import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withPolicyFile } from '../harness/policy-file.ts';
import { isRoot } from '../harness/programs.ts';
import { noteSkipped } from '../platforms/not-here.ts';
import { expect } from './fixtures.ts';
import { loginCodeField } from './login-page.ts';
import { startOtherServer } from './other-server.ts';
import { expectTitle } from './panel.ts';
import {
  allowOnce,
  copyExtension,
  openAsking,
  openPopupOver,
  pattern,
  test,
} from './run-time-site.ts';

const policyFile = '/etc/chromium/policies/managed/doorcode-test.json';

test("an administrator's sites are served where the browser allows it and offered where not, and no others", async ({
  openAnother,
  siteDoor: { origin },
}) => {
  if (!isRoot()) {
    noteSkipped("Chromium with an administrator's policy", 'only root may set one');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'doorcode-managed-'));
  const [extension, userData] = [join(folder, 'copy'), join(folder, 'profile')];
  // Without a key it has an ID of its own, so that the policy is for this test alone.
  await copyExtension(extension, { key: undefined, host_permissions: [pattern] });
  const id = await allowOnce(extension, userData);
  await copyExtension(extension, { key: undefined });
  const other = await startOtherServer();

  const sites = [origin, 'https://*.acme.example', 'acme.example'];
  const policy = { '3rdparty': { extensions: { [id]: { sites, allowOtherSites: false } } } };
  await withPolicyFile(policyFile, policy, async () => {
    // Of nothing but the policy: nobody has pressed anything.
    const allowing = await openAsking(openAnother, { extension, userData });
    const page = await allowing.newPage();
    await expect(async () => {
      await page.goto(`${origin}/login`);
      await expect(loginCodeField(page)).toBeVisible({ timeout: 2000 });
    }).toPass();
    const popup = await openPopupOver(page);
    await expectTitle(popup, 'You are not logged in');
    await expect(popup.getByRole('button', { name: 'Forget it' })).toHaveCount(0);
    await popup.close();
    await page.goto(other.origin);
    await expectTitle(await openPopupOver(page), 'No two-factor authentication here');

    const asking = await openAsking(openAnother, { extension });
    const asked = await asking.newPage();
    await asked.goto(`${origin}/login`);
    await expectTitle(await openPopupOver(asked), 'Your organisation protects this site');
    // A browser writes to its folder until it ends.
    await asking.close();
    await allowing.close();
  });
  other.close();
  await rm(folder, { recursive: true, force: true });
});
