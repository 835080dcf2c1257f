import { browser } from 'wxt/browser';
import { type Answer, createAsk } from '../messages.ts';
import { isBuiltIn } from './here.ts';
import { patternOf, siteOrigin } from './origin.ts';
import { readPolicy } from './policy.ts';
import type { Wish } from './wish.ts';

const script = 'content-scripts/platform.js';

const done = { ok: true, value: null } as const;

/**
 * How an address stands: nothing can be done about it here (it is built in, served for the
 * administrator, or not for us at all); the user has added it; the administrator wants it and the
 * browser has not been asked; or the user may add it.
 */
export type Standing = 'fixed' | 'added' | 'managed' | 'open';

export async function standingOf(address: string): Promise<Standing> {
  const origin = siteOrigin(address);
  if (!origin || isBuiltIn(origin)) return 'fixed';
  const { sites, allowOtherSites } = await readPolicy();
  if (sites.includes(origin)) return (await hasAccess(origin)) ? 'fixed' : 'managed';
  if (!allowOtherSites) return 'fixed';
  return (await addedSites()).includes(origin) ? 'added' : 'open';
}

/**
 * Lets the content script run where it should by now, and nowhere else. What the user has added and the
 * browser no longer allows is forgotten, whole. `onTrial` is an origin that is only being looked at.
 */
export async function serve(onTrial: string[] = []): Promise<void> {
  const { sites, allowOtherSites } = await readPolicy();
  const added = await allowed(await addedSites());
  const wanted = [...(await allowed(sites)), ...(allowOtherSites ? added : [])];
  const served = [...new Set(wanted)].filter((origin) => !isBuiltIn(origin));
  const corner = await cornersOf((site) => isBuiltIn(site) || [...sites, ...added].includes(site));
  await browser.storage.local.set({ added, served: [...served, ...onTrial], corner });

  const patterns = new Set(served.map(patternOf));
  const registered = (await browser.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  const ended = registered.filter((id) => !patterns.has(id));
  if (ended.length > 0) await browser.scripting.unregisterContentScripts({ ids: ended });
  const missing = [...patterns].filter((pattern) => !registered.includes(pattern));
  await browser.scripting.registerContentScripts(
    // Named after its pattern, so that the browser's own list says what runs.
    missing.map((id) => ({ id, matches: [id], js: [script], persistAcrossSessions: true })),
  );
}

/** Protects the origin of a tab if there is Doorcode; else nothing is kept, the permission neither. */
export async function protect({ origin, tab }: Wish): Promise<Answer<null>> {
  const standing = await standingOf(origin);
  if (!(await hasAccess(origin))) return { ok: false, reason: 'unreachable' };
  await serve([origin]);
  const answer = await lookInto(tab, origin);
  if (answer.ok && standing === 'open') {
    await browser.storage.local.set({ added: [...(await addedSites()), origin] });
  }
  await serve();
  if (!answer.ok && standing === 'open') await giveBack(origin);
  return answer;
}

/** Forgets an origin that the user has added. The page starts anew, without us. */
export async function forget({ origin, tab }: Wish): Promise<Answer<null>> {
  const added = await addedSites();
  await browser.storage.local.set({ added: added.filter((each) => each !== origin) });
  await serve();
  await giveBack(origin);
  await browser.tabs.reload(tab);
  return done;
}

/**
 * Asks the origin's own page, where a request is one of the same origin: so no page of ours has to be
 * able to call just any address.
 */
async function lookInto(tab: number, origin: string): Promise<Answer<null>> {
  try {
    // Ends when the content script has read the profile.
    await browser.scripting.executeScript({ target: { tabId: tab }, files: [`/${script}`] });
  } catch {
    return { ok: false, reason: 'unreachable' };
  }
  const ask = createAsk((message) => browser.tabs.sendMessage(tab, message, { frameId: 0 }));
  const answer = await ask('site', null);
  if (!answer.ok) return answer;
  return answer.value.origin === origin ? done : { ok: false, reason: 'unreachable' };
}

/** Returns the permission, unless another port of the host lives by it. */
async function giveBack(origin: string): Promise<void> {
  const { served } = await browser.storage.local.get<{ served?: string[] }>('served');
  if (served?.some((each) => patternOf(each) === patternOf(origin))) return;
  await browser.permissions.remove({ origins: [patternOf(origin)] });
}

/** What `addCornerButton` keeps of each site, for the sites that are still known. */
async function cornersOf(isKnown: (site: string) => boolean): Promise<object> {
  const { corner = {} } = await browser.storage.local.get<{ corner?: object }>('corner');
  return Object.fromEntries(Object.entries(corner).filter(([site]) => isKnown(site)));
}

async function addedSites(): Promise<string[]> {
  const { added } = await browser.storage.local.get<{ added?: string[] }>('added');
  return added ?? [];
}

async function allowed(origins: string[]): Promise<string[]> {
  const access = await Promise.all(origins.map(hasAccess));
  return origins.filter((_origin, at) => access[at]);
}

function hasAccess(origin: string): Promise<boolean> {
  return browser.permissions.contains({ origins: [patternOf(origin)] });
}
