import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { isFramedPanel, readMessage } from '../messages.ts';

/** Hands on what the framed panel asks to the content script of the tab that frames it, no other. */
export default defineBackground(() => {
  browser.runtime.onMessage.addListener((raw: unknown, sender, respond) => {
    const message = readMessage(raw);
    if (!message || !isFramedPanel(sender)) return false;
    browser.tabs
      .sendMessage(sender.tab.id, message, { frameId: 0 })
      .then(respond, () => respond(null));
    return true;
  });
});
