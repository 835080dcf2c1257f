import { browser } from 'wxt/browser';
import { readOrigin } from './origin.ts';

/** What an administrator has set; the names are those of `public/managed_schema.json`. */
export type Policy = {
  /** Origins on which Doorcode runs besides those of the build. */
  sites: string[];
  /** Whether users may add others. */
  allowOtherSites: boolean;
};

/** Reads the managed storage. Where there is none, nothing is set. */
export async function readPolicy(): Promise<Policy> {
  try {
    return policyOf(await browser.storage.managed.get());
  } catch {
    // Firefox refuses the question where nobody has set a policy.
    return policyOf({});
  }
}

/** What of it makes sense; the rest is ignored, and said in the console for whoever wrote it. */
export function policyOf(set: Record<string, unknown>): Policy {
  const { sites = [], allowOtherSites = true, ...others } = set;
  for (const name of Object.keys(others)) ignore(name, 'there is no such setting');
  const listed: unknown[] = Array.isArray(sites) ? sites : [];
  if (listed !== sites) ignore('sites', 'it is no list');
  if (typeof allowOtherSites !== 'boolean')
    ignore('allowOtherSites', 'it is neither true nor false');
  return {
    sites: [...new Set(listed.flatMap((site) => originIn(site) ?? []))],
    allowOtherSites: allowOtherSites !== false,
  };
}

function originIn(site: unknown): string | null {
  const origin = typeof site === 'string' ? readOrigin(site) : null;
  if (!origin)
    ignore('sites', `${JSON.stringify(site)} is no origin: https, a host, and nothing after it`);
  return origin;
}

function ignore(name: string, why: string): void {
  console.warn(
    `Doorcode: the administrator's setting "${name}" is ignored in part or whole: ${why}.`,
  );
}
