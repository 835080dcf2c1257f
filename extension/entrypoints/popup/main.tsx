import { browser } from 'wxt/browser';
import { mountPopup } from '../../features/mount.tsx';
import { tabInFront } from '../../features/tab-in-front.ts';
import { createAsk } from '../../messages.ts';
import '../../ui/styles.css';

const tab = tabInFront(location.search);

void mountPopup({
  ask: createAsk(async (message) =>
    browser.tabs.sendMessage((await tab).id, message, { frameId: 0 }),
  ),
  tab,
});
