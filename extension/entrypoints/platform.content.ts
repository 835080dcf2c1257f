import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { createApi } from '../api-client.ts';
import { withDetour } from '../api-detour.ts';
import { startInPage } from '../features/in-page.ts';
import { tokenHeader } from '../platform/page-token.ts';
import { isBuiltIn, isServed } from '../sites/here.ts';

const send = import.meta.env.FIREFOX ? withDetour(fetch) : fetch;

export default defineContentScript({
  // Replaced by the origins named at build time, see wxt.config.ts.
  matches: [],
  main: async (ctx) => {
    const builtIn = isBuiltIn(location.origin);
    if (!builtIn && !(await isServed(location.origin, () => ctx.abort()))) return;
    await startInPage({
      api: createApi(location.origin, tokenHeader, send),
      panelUrl: builtIn ? browser.runtime.getURL('/panel.html') : null,
      every: (look, milliseconds) => void ctx.setInterval(look, milliseconds),
      signal: ctx.signal,
    });
  },
});
