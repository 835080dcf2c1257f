import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { takeDetour } from '../api-detour.ts';
import { isFramedPanel, readMessage } from '../messages.ts';
import { keepSites, obey } from '../sites/keep-sites.ts';
import { readOrder } from '../sites/wish.ts';

/**
 * Hands on what the framed panel asks to the content script of the tab that frames it, no other; calls
 * the API for a content script whose page forbids it to call itself; and keeps the sites of run time.
 */
export default defineBackground(() => {
  keepSites();
  browser.runtime.onMessage.addListener((raw: unknown, sender, respond) => {
    const message = readMessage(raw);
    if (message && isFramedPanel(sender)) {
      const answer = browser.tabs.sendMessage(sender.tab.id, message, { frameId: 0 });
      answer.then(respond, () => respond(null));
      return true;
    }
    const order = readOrder(raw, sender);
    if (order) {
      obey(order).then(respond, () => respond(null));
      return true;
    }
    if (!message && import.meta.env.FIREFOX) {
      takeDetour(raw, sender).then(respond, () => respond(null));
      return true;
    }
    return false;
  });
});
