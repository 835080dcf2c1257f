import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { takeDetour } from '../api-detour.ts';
import { isFramedPanel, readMessage } from '../messages.ts';

/**
 * Hands on what the framed panel asks to the content script of the tab that frames it, no other; and
 * calls the API for a content script whose page forbids it to call itself.
 */
export default defineBackground(() => {
  browser.runtime.onMessage.addListener((raw: unknown, sender, respond) => {
    const message = readMessage(raw);
    if (message && isFramedPanel(sender)) {
      const answer = browser.tabs.sendMessage(sender.tab.id, message, { frameId: 0 });
      answer.then(respond, () => respond(null));
      return true;
    }
    if (!message && import.meta.env.FIREFOX) {
      takeDetour(raw, sender).then(respond, () => respond(null));
      return true;
    }
    return false;
  });
});
