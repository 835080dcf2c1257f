/*
 * What a hostile page may do to itself so that the extension stumbles over it. Each is a script for the
 * page's own world; Firefox and Chromium share them.
 */

/** Names by which a page's elements stand in for what scripts expect of the document, or of a form. */
const ofDocument = [
  ...['cookie', 'body', 'documentElement', 'hidden', 'readyState', 'defaultView', 'hasFocus'],
  ...['getElementsByName', 'fullscreenElement', 'visibilityState', 'styleSheets', 'forms'],
];
const ofForm = [
  ...['querySelectorAll', 'method', 'action', 'elements', 'contains', 'addEventListener'],
  ...['children', 'attributes', 'isConnected', 'remove', 'after'],
];

/** Puts the names in before anything else of the page runs, and again after. */
export const clobber = `
  addEventListener('DOMContentLoaded', () => {
    const names = ${JSON.stringify(ofDocument)};
    const codes = [1, 2, 3].map((count) => 'two-factor-code-' + count);
    const taken = document.createElement('div');
    taken.hidden = true;
    taken.innerHTML = [...names, ...codes].map(
      (name) => '<form name="' + name + '"></form><img name="' + name + '" id="' + name + '">',
    ).join('');
    document.body.append(taken);
  });
  window.name = 'two-factor';
`;

/** The same within the page's own login form. */
export const clobberForm = `
  addEventListener('DOMContentLoaded', () => {
    const names = ${JSON.stringify(ofForm)};
    document.querySelector('form:has([type=password])')?.insertAdjacentHTML(
      'beforeend',
      names.map((name) => '<input type="hidden" name="' + name + '">').join(''),
    );
  });
`;

/** Takes built-in functions away, once the page's own scripts no longer need them. */
export const takeFunctionsAway = `
  const broken = () => { throw new Error('broken'); };
  const of = {
    Element: ['attachShadow', 'append', 'remove', 'closest', 'matches',
      'getBoundingClientRect', 'checkVisibility', 'after'],
    Document: ['createElement', 'querySelector', 'querySelectorAll', 'getElementsByName', 'hasFocus'],
    HTMLDialogElement: ['showModal', 'close'],
    EventTarget: ['addEventListener', 'dispatchEvent'],
    MutationObserver: ['observe'],
    Storage: ['getItem', 'setItem'],
  };
  for (const [name, functions] of Object.entries(of)) {
    for (const each of functions) globalThis[name].prototype[each] = broken;
  }
  for (const each of ['fetch', 'requestAnimationFrame', 'setTimeout', 'setInterval', 'matchMedia',
    'getComputedStyle', 'postMessage', 'IntersectionObserver', 'XMLHttpRequest']) {
    globalThis[each] = broken;
  }
  JSON.parse = JSON.stringify = Object.hasOwn = Object.entries = Array.prototype.map = broken;
`;

export const removeOurField = `document.querySelector('input[name=totpcode]').closest('form > *').remove()`;
