import { browser } from 'wxt/browser';
import { patternOf } from './origin.ts';

/**
 * Whether the origin was named at build time. The manifest says so by the pages that may frame our
 * panel, and only there may it stand.
 */
export function isBuiltIn(origin: string): boolean {
  const { web_accessible_resources: framed = [] } = browser.runtime.getManifest();
  return (framed as { matches: string[] }[]).some(({ matches }) =>
    matches.includes(patternOf(origin)),
  );
}

/**
 * Whether the origin is one of those that came later; calls back once it is none of them any more.
 * Patterns know no ports, so the content script may stand in a page of another port of that host, which
 * is none of its business.
 */
export async function isServed(origin: string, onForgotten: () => void): Promise<boolean> {
  const isListed = async () => {
    const { served } = await browser.storage.local.get('served');
    return Array.isArray(served) && served.includes(origin);
  };
  browser.storage.local.onChanged.addListener(async ({ served }) => {
    if (served && !(await isListed())) onForgotten();
  });
  return isListed();
}
