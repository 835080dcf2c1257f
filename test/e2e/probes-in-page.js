/*
 * A page that looks everywhere for what is not its own. It runs before any other script of the page and
 * notes all that it gets to see, each place by itself, in `probes.seen`. Nothing here knows the secret:
 * what was seen is compared with it outside, but for the two places that one can only ask.
 */
(() => {
  if (!location.protocol.startsWith('http')) return;

  // What this script itself needs of what it listens in to further down.
  const { parse, stringify } = JSON;
  const { entries } = Object;
  const each = Function.prototype.call.bind(Array.prototype.forEach);
  const kept = sessionStorage.getItem('probes-seen');
  const seen = new Map(
    kept ? entries(parse(kept)).map(([probe, all]) => [probe, new Set(all)]) : [],
  );

  const note = (probe, ...what) => {
    if (!seen.has(probe)) seen.set(probe, new Set());
    each(what, (one) => {
      const text = typeof one === 'string' ? one : safely(one);
      if (text) seen.get(probe).add(text);
    });
  };
  const safely = (what) => {
    try {
      return stringify(what) ?? '';
    } catch {
      return '';
    }
  };
  const all = () => {
    const plain = {};
    seen.forEach((texts, probe) => {
      plain[probe] = [...texts];
    });
    return plain;
  };
  /** A reload ends a page's variables, not what it has learned. */
  addEventListener('pagehide', () => sessionStorage.setItem('probes-seen', stringify(all())));

  const roots = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    roots.push(root);
    return root;
  };

  /** Everything that can be read of a tree: markup, values of fields, and what it frames. */
  function read(probe, root) {
    note(probe, root.documentElement?.outerHTML ?? root.innerHTML ?? root.outerHTML ?? '');
    note(probe, root.textContent ?? '', root.adoptedStyleSheets?.length ? 'sheets' : '');
    for (const each of root.querySelectorAll?.('*') ?? []) {
      if ('value' in each) note(probe, String(each.value));
      if (each.shadowRoot) read('open roots', each.shadowRoot);
      if (each.localName === 'iframe')
        note(probe, each.src, each.contentDocument?.body?.innerHTML ?? '');
    }
  }

  /** What the browser hands out of a tree: the node itself, and all around it where that is not the page's. */
  function readAround(probe, nodes) {
    for (const node of nodes) {
      if (!(node instanceof Node) || node.nodeType === Node.DOCUMENT_NODE) continue;
      note(probe, node instanceof Element ? node.cloneNode(false).outerHTML : node.data);
      const root = node.getRootNode();
      if (root !== document) read(probe, root);
    }
  }

  /** Where an event comes from, as far as the browser says: Firefox says more. */
  function readSources(event) {
    const sources = [...event.composedPath(), event.target, event.relatedTarget];
    sources.push(event.originalTarget, event.explicitOriginalTarget, event.srcElement);
    sources.push(event.rangeParent, ...(event.getTargetRanges?.() ?? []).flatMap(endsOf));
    readAround('event targets', sources);
  }
  const endsOf = (range) => [range?.startContainer, range?.endContainer];
  for (const type of [
    ...['click', 'pointerdown', 'pointermove', 'mouseover', 'focus', 'blur', 'focusin', 'focusout'],
    ...['load', 'error', 'toggle', 'cancel', 'close', 'scroll', 'resize', 'selectionchange'],
    ...['input', 'change', 'submit', 'keydown', 'copy', 'animationstart', 'transitionrun'],
  ]) {
    addEventListener(type, readSources, true);
  }

  let keys = '';
  for (const type of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'compositionend']) {
    const listen = (event) => {
      if (event.type === 'keydown') keys += event.key;
      note('keys', keys, `${event.key ?? ''}${event.data ?? ''}`);
    };
    addEventListener(type, listen, true);
  }
  for (const type of ['copy', 'cut', 'paste']) {
    const listen = (event) => note('clipboard', event.clipboardData?.getData('text') ?? '');
    addEventListener(type, listen, true);
  }
  addEventListener('message', (event) => note('messages', event.data, event.origin), true);
  for (const type of ['storage', 'securitypolicyviolation', 'unhandledrejection', 'popstate']) {
    addEventListener(
      type,
      (event) => note('messages', event.detail, event.reason, event.newValue),
      true,
    );
  }

  new MutationObserver((records) => {
    for (const { target, addedNodes, removedNodes, attributeName, oldValue } of records) {
      for (const node of [...addedNodes, ...removedNodes])
        note('changes', node.outerHTML ?? node.data);
      if (attributeName) note('changes', target.getAttribute(attributeName) ?? '', oldValue ?? '');
    }
  }).observe(document, {
    ...{ subtree: true, childList: true, attributes: true, characterData: true },
    ...{ attributeOldValue: true, characterDataOldValue: true },
  });

  /** Text, and the text in plain data; a whole page's worth of it is the driver's, who reads `seen`. */
  function noteInside(what) {
    const isPlain =
      what && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(what));
    const text = typeof what === 'string' ? what : isPlain ? safely(what) : '';
    if (text.length <= 4000) note('functions', text);
  }

  /** Whatever passes through a function of the page's own world is noted on its way. */
  function listenIn(owner, name) {
    const own = owner?.[name];
    if (typeof own !== 'function') return;
    let busy = false;
    owner[name] = function (...given) {
      if (busy) return own.apply(this, given);
      busy = true;
      try {
        each([this, ...given], noteInside);
      } finally {
        busy = false;
      }
      return own.apply(this, given);
    };
  }
  const listened = {
    window: ['fetch', 'postMessage', 'atob', 'btoa', 'encodeURIComponent', 'structuredClone'],
    JSON: ['parse', 'stringify'],
    Object: ['entries', 'keys', 'assign', 'fromEntries'],
    'XMLHttpRequest.prototype': ['open', 'send', 'setRequestHeader'],
    'WebSocket.prototype': ['send'],
    'Navigator.prototype': ['sendBeacon'],
    'MessagePort.prototype': ['postMessage'],
    'BroadcastChannel.prototype': ['postMessage'],
    'Array.prototype': ['join', 'push', 'map', 'slice'],
    'String.prototype': ['split', 'replace', 'trim', 'match', 'slice'],
    'Storage.prototype': ['setItem'],
    'Element.prototype': ['setAttribute', 'append'],
    'EventTarget.prototype': ['dispatchEvent'],
    console: ['log', 'warn', 'error', 'info', 'debug'],
  };
  for (const [path, names] of Object.entries(listened)) {
    const owner =
      path === 'window' ? window : path.split('.').reduce((at, name) => at?.[name], window);
    for (const name of names) listenIn(owner, name);
  }
  // A property that nobody has is asked of the prototype, which tells.
  for (const name of ['code', 'secret', 'recoveryCodes', 'pendingId', 'uri']) {
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      set(value) {
        note('functions', String(value));
        Object.defineProperty(this, name, {
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
      get: () => undefined,
    });
  }

  async function readDatabases() {
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((done, failed) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => done(opening.result);
        opening.onerror = failed;
      });
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        note('databases', await new Promise((done) => (all.onsuccess = () => done(all.result))));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const answer of await cache.matchAll())
        note('databases', answer.url, await answer.text());
    }
  }

  /** What the browser says is drawn where: the elements there, and the text at which a caret would stand. */
  function readPoints() {
    for (let x = 4; x < innerWidth; x += 40) {
      for (let y = 4; y < innerHeight; y += 10) {
        const caret = document.caretPositionFromPoint?.(x, y)?.offsetNode;
        const range = document.caretRangeFromPoint?.(x, y);
        readAround('points', [...document.elementsFromPoint(x, y), caret, ...endsOf(range)]);
      }
    }
  }

  /** By the browser's own search, which Firefox breaks off at a frame of somebody else's. */
  function isFound(text, inFrames) {
    getSelection().removeAllRanges();
    try {
      return window.find(text, true, false, true, false, inFrames);
    } catch {
      return false;
    } finally {
      getSelection().removeAllRanges();
    }
  }

  /** Looks at all that lies about at this moment; `wanted` is what the browser's own search is asked for. */
  async function look(wanted) {
    read('document', document);
    for (const root of roots) read('roots', root);
    for (const storage of [localStorage, sessionStorage]) {
      for (const name of Object.keys(storage)) {
        if (name !== 'probes-seen') note('storage', name, storage.getItem(name));
      }
    }
    note('storage', document.cookie);
    await readDatabases();
    readPoints();
    readAround(
      'animations',
      document.getAnimations().map(({ effect }) => effect?.target),
    );
    for (const each of wanted) {
      if (isFound(each, false) || isFound(each, true)) note('search', each);
    }
    for (const { name, initiatorType } of performance.getEntries()) {
      note('addresses', name, initiatorType ?? '');
    }
    note('addresses', location.href, document.referrer, document.title, window.name, history.state);
    for (let at = 0; at < window.length; at++) {
      try {
        note(
          'frames',
          window[at].location.href,
          window[at].name,
          window[at].document.body.innerHTML,
        );
      } catch {
        // A frame of somebody else's: it is there, and that is all.
      }
    }
  }

  globalThis.probes = {
    look,
    seen: all,
    /** What is selected: the browser's search above would spoil it. */
    lookAtSelection: () => {
      const selection = getSelection();
      note('selection', selection.toString(), document.activeElement?.value ?? '');
      for (let at = 0; at < selection.rangeCount; at++) {
        note('selection', selection.getRangeAt(at).toString());
        readAround('selection', endsOf(selection.getRangeAt(at)));
      }
    },
  };
})();
