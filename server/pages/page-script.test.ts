import { readFileSync } from 'node:fs';
import { Window } from 'happy-dom';
import { expect, it, vi } from 'vitest';

const source = readFileSync(new URL('./page-script.js', import.meta.url), 'utf8');
const token = {
  area: 'localStorage',
  key: 'login',
  at: 'session.token',
  header: 'authorization',
  scheme: 'Bearer',
};

type Asked = readonly [path: string, how: { readonly headers: Readonly<Record<string, string>> }];

/** How the script asks for its page, where this is stored. */
async function askedWith(stored: string | null): Promise<Asked> {
  const window = new Window({ url: 'https://flows.example/board?x=1' });
  const { document, localStorage, location, DOMParser } = window;
  if (stored !== null) localStorage.setItem('login', stored);
  document.body.innerHTML = '<main><h1></h1></main><script type="text/plain"></script>';
  const given = { token, returnTo: '/board?x=1', load: true, unavailable: 'down' };
  document.querySelector('script')?.setAttribute('data-two-factor', JSON.stringify(given));
  const asked: Asked[] = [];
  const fetch = async (...words: Asked) => {
    asked.push(words);
    return new Response('<main><h1>Code</h1></main>');
  };
  const run = new Function('window', 'document', 'location', 'DOMParser', 'fetch', source);
  run(window, document, location, DOMParser, fetch);
  await vi.waitFor(() => expect(document.querySelector('h1')?.textContent).toBe('Code'));
  await window.happyDOM.close();
  const [first, ...more] = asked;
  if (!first || more.length > 0) throw new Error(`asked ${asked.length} times`);
  return first;
}

it('the script asks for the page with the token, as its scheme wants it', async () => {
  const [path, { headers }] = await askedWith('{"session":{"token":"t-1"}}');
  expect(path).toBe('/.two-factor/?return=%2Fboard%3Fx%3D1');
  expect(headers).toEqual({ 'X-Two-Factor': '1', authorization: 'Bearer t-1' });
});

it.each([
  null,
  '',
  'no JSON',
  '{}',
  '{"session":{"token":7}}',
  '{"session":{"token":""}}',
  '{"session":{"token":"a\\r\\nX-Other: 1"}}',
  '{"session":{"token":"tokén"}}',
])('where %j is stored nobody is logged in, and the page is asked for without', async (stored) => {
  const [, { headers }] = await askedWith(stored);
  expect(headers).toEqual({ 'X-Two-Factor': '1' });
});
