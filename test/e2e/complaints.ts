import type { BrowserContext } from 'playwright/test';

/** The line by which Chromium reports any answer of 400 and more, here those that the gate means. */
const refusedRequest = /^Failed to load resource: .* status of (400|401|403|409|429)\b/;

/**
 * Notes every exception and every error in the console, of whatever page or frame, the extension's own
 * included. Refused requests are no complaints: refusing is what the gate is for.
 */
export function watchForComplaints(context: BrowserContext, complaints: string[]): void {
  context.on('weberror', (failure) => {
    complaints.push(`${failure.page()?.url()}: ${failure.error().stack}`);
  });
  context.on('console', (line) => {
    const isError = line.type() === 'error' || line.type() === 'assert';
    if (isError && !refusedRequest.test(line.text())) {
      complaints.push(`${line.location().url}: ${line.text()}`);
    }
  });
}
