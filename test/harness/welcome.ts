import { relative } from 'node:path';
import { PASSWORD } from '../platform/accounts.ts';
import { folders } from './folders.ts';

/** What `npm start` says when everything is up. */
export function welcome(started: {
  origin: string;
  platform: string;
  supportPort: number;
  /** The folder of the extension for Chromium. */
  extension: string;
  /** Where the server's log goes, when it is not shown here. */
  logFile: string | undefined;
}): string {
  const { origin, platform, supportPort, extension, logFile } = started;
  const log = logFile ? `  Log        ${relative(folders.root, logFile)}\n` : '';
  const chrome = relative(folders.root, extension);
  const support = `http://127.0.0.1:${supportPort}`;
  const key = 'Authorization: Bearer $(cat data/support-key)';
  return `
Doorcode is up. Ctrl-C ends it; what you set up stays in data/.

  Open       ${origin.padEnd(24)}the platform, through the gate
  Platform   ${platform.padEnd(24)}what stands behind: users never come here
  Support    ${support.padEnd(24)}health at /healthz; the key is in data/support-key
${log}
Accounts: every password is "${PASSWORD}"
  acme    ada@acme.example       by password
  acme    bob@acme.example       by password or single sign-on
  acme    carol@acme.example     by single sign-on only: never sees a code
  acme    dora@shared.example    by password …
  globex  dora@shared.example    … and so here: one address, two accounts

The extension
  Chrome, Chromium   chrome://extensions → Developer mode → Load unpacked → ${chrome}
  Firefox            about:debugging → This Firefox → Load Temporary Add-on → dist/firefox-mv3/manifest.json
  or in one go       npm start -- --browser

Then
  1. Log in as ada, open the menu in the upper right corner, choose "Two-factor authentication".
  2. Scan the QR code with an authenticator app, type the code, press Activate.
  3. Log out, and log in again: the login form now asks for the code.
  Without the extension the same is at ${origin}/.two-factor/

Before your own platform: README.md, and docs/profiles.md step by step

Lost phone: find the account, reset it, hand the one-time set-up code over
  curl -sH "${key}" "${support}/support/v1/accounts?realm=acme&name=ada@acme.example"
  curl -sH "${key}" -H 'Content-Type: application/json' \\
    -d '{"reason":"lost phone","ticket":"T-1","identifiedBy":"called back"}' \\
    ${support}/support/v1/accounts/ACCOUNT_ID/reset-cases
`;
}
