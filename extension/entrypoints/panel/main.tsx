import { browser } from 'wxt/browser';
import { mountPanel } from '../../features/mount.tsx';
import { createAsk } from '../../messages.ts';
import { watchOwnFrame } from '../../ui/frame-guard.ts';
import '../../ui/styles.css';

// A framed page of the extension has no way to its tab of its own: the background hands messages on.
const ask = createAsk((message) => browser.runtime.sendMessage(message), watchOwnFrame());

void mountPanel({ ask, close: () => void ask('close', null) });
