/*
 * The hosted page where a login is a token that the platform's pages keep in their storage. Going to a
 * page sends no token, so this script does it: it asks for the page, sends its forms, and shows what
 * comes back. What is on the page and what is allowed, the server says alone.
 */
(() => {
  const { token, returnTo, load, unavailable } = JSON.parse(
    document.querySelector('script[data-two-factor]').dataset.twoFactor,
  );
  const storage = () => window[token.area];
  /** What fits in a header: any other value would be refused by the browser, call by call. */
  const tokenLike = /^[\x21-\x7e]+$/;
  let busy = false;

  /** Null where nobody is logged in, or what is stored is not what the profile says. */
  function readToken() {
    try {
      let value = storage().getItem(token.key);
      if (token.at) {
        value = token.at.split('.').reduce((json, name) => json[name], JSON.parse(value));
      }
      return typeof value === 'string' && tokenLike.test(value) ? value : null;
    } catch {
      return null;
    }
  }

  function ask(path, form) {
    const value = readToken();
    const headers = { 'X-Two-Factor': '1' };
    if (value) headers[token.header] = token.scheme ? `${token.scheme} ${value}` : value;
    const body = form && new URLSearchParams(new FormData(form));
    const signal = AbortSignal.timeout(20_000);
    return fetch(path, { method: body ? 'POST' : 'GET', body, headers, signal, redirect: 'error' });
  }

  /** A path never has a fragment; at the same one the platform's own must live on. */
  function go(path) {
    if (path === location.pathname + location.search) location.reload();
    else location.replace(path);
  }

  async function show(answer) {
    const wayOn = answer.headers.get('Location');
    if (wayOn) return go(wayOn);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const main = page.querySelector('main');
    if (!main) throw new TypeError('the answer is no page');
    document.title = page.title;
    document.querySelector('main').replaceWith(main);
    const heading = main.querySelector('h1');
    heading.tabIndex = -1;
    (main.querySelector('[autofocus]') ?? heading).focus();
    busy = false;
  }

  function fail() {
    const main = document.querySelector('main');
    main.hidden = false;
    for (const said of main.querySelectorAll('[role=alert]')) said.remove();
    const words = document.createElement('p');
    words.className = 'error';
    words.role = 'alert';
    words.textContent = unavailable;
    main.querySelector('h1').after(words);
    busy = false;
  }

  async function settings() {
    await show(await ask(`/.two-factor/?return=${encodeURIComponent(returnTo)}`));
  }

  async function send(form) {
    if (form.method !== 'post') return settings();
    const answer = await ask(form.action, form);
    const signsOut = new URL(form.action).pathname === '/.two-factor/sign-out';
    if (signsOut && answer.ok) storage().removeItem(token.key);
    await show(answer);
  }

  document.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    send(event.target).catch(fail);
  });

  if (load) {
    busy = true;
    document.querySelector('main').hidden = true;
    settings().catch(fail);
  }
})();
