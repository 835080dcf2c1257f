import type { BrowserContext, Page } from 'playwright/test';
import { extensionId } from '../harness/browser.ts';
import type { Face, Place } from './faces.ts';

/**
 * Opens the panel or the popup as a tab, with a content script's answers that are scripted: the page's
 * own code does all the rest. Answers to what nobody scripted are silence.
 */
export async function openFace(
  context: BrowserContext,
  face: Face,
  place: Place,
  language: string,
): Promise<Page> {
  const page = await context.newPage();
  const { missing, about, ...answers } = face.answers;
  const script = JSON.stringify({ site: siteIn(language, missing, about), ...answers });
  await page.addInitScript(`{
    const answers = ${script};
    const next = (name) => {
      const answer = answers[name];
      if (!Array.isArray(answer)) return answer;
      return answer.length > 1 ? answer.shift() : answer[0];
    };
    const reply = async (message) => next(message?.name) ?? null;
    chrome.runtime.sendMessage = reply;
    chrome.tabs.sendMessage = (tab, message) => reply(message);
    chrome.tabs.get = async (id) => ({ id, url: answers.address });
    chrome.permissions.request = async () => true;
    for (const area of ['local', 'managed']) {
      if (answers[area]) chrome.storage[area].get = async () => answers[area];
    }
  }`);
  await page.goto(`chrome-extension://${await extensionId(context)}/${place}.html?tab=1`);
  await page.locator('h1').waitFor();
  // The panel does nothing for whoever presses before it has stood still for half a second, and a title
  // may take the focus a moment after it has come.
  if (face.steps) await page.waitForTimeout(place === 'panel' ? 700 : 150);
  await face.steps?.(page);
  // Movement has come to rest, and a face that asks once more has its answer.
  await page.waitForTimeout(250);
  return page;
}

/** What the content script says about its page, in one language. */
function siteIn(language: string, missing: unknown, about: unknown): unknown {
  return {
    ok: true,
    value: {
      origin: 'https://flows.northwind.example',
      language,
      name: 'Northwind Flows',
      issuer: 'Northwind Flows',
      support: { url: 'https://flows.northwind.example/support', email: 'help@northwind.example' },
      missing: missing ?? null,
      ...(about as object | undefined),
    },
  };
}
