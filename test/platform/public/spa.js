import { loadBoard } from './board.js';
import { wireMenu } from './menu.js';

const app = document.getElementById('app');

/** `element('a', {href: '/', class: 'x'}, 'text', child)`. */
function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

async function start() {
  const response = await fetch('/spa/start');
  if (!response.ok) {
    const problem = `Northwind Flows cannot start (${response.status}).`;
    return app.replaceChildren(element('p', { class: 'problem', role: 'alert' }, problem));
  }
  const { texts, token } = await response.json();
  const me = await fetch('/api/me');
  if (me.ok) showHome(texts, await me.json());
  else showLogin(texts, token);
}

function showLogin(texts, token) {
  const field = (name, label, attributes) =>
    element('label', {}, label, element('input', { name, required: '', ...attributes }));
  const problem = element('p', { class: 'problem', role: 'alert', hidden: '' });
  const form = element(
    'form',
    { class: 'fields', method: 'post', action: '/spa/login' },
    field('realm', texts.realm, { autocomplete: 'organization', autocapitalize: 'none' }),
    field('email', texts.email, { type: 'email', autocomplete: 'username' }),
    field('password', texts.password, { type: 'password', autocomplete: 'current-password' }),
    element('a', { href: '/forgot-password' }, texts.forgot),
    element('button', { class: 'primary' }, texts.login),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.hidden = true;
    const { realm, email, password } = Object.fromEntries(new FormData(form));
    try {
      const response = await fetch('/spa/login', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ realm, email, password, token }),
      });
      const answer = await response.json();
      if (response.ok) return showHome(texts, answer);
      problem.textContent = texts[answer.problem] ?? texts.failed;
    } catch {
      problem.textContent = texts.failed;
    }
    problem.hidden = false;
  });

  const title = element('h1', {}, texts.loginTitle);
  const help = element(
    'a',
    { class: 'help', href: '/support', title: texts.support, 'aria-label': texts.support },
    '?',
  );
  const singleSignOn = element('a', { class: 'button', href: '/idp' }, texts.singleSignOn);
  const brand = element('span', { class: 'brand' }, 'Northwind Flows');
  const languages = element(
    'nav',
    { class: 'languages' },
    element('a', { href: '?lang=en', lang: 'en' }, 'English'),
    element('a', { href: '?lang=pt-BR', lang: 'pt-BR' }, 'Português'),
  );
  const door = element(
    'section',
    { class: 'door' },
    brand,
    title,
    help,
    problem,
    form,
    singleSignOn,
  );
  app.replaceChildren(element('main', { class: 'outside' }, door, languages));
  document.title = `${texts.loginTitle} · Northwind Flows`;
}

function showHome(texts, me) {
  const button = element(
    'button',
    { type: 'button', class: 'user-button', 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
    me.email,
  );
  const user = element('div', { class: 'user' }, button);
  let menu = null;
  // The menu exists only while it is open, at the end of the user's corner.
  const open = () => {
    menu = drawMenu(texts, me);
    user.append(menu);
    return menu;
  };
  wireMenu(button, open, () => menu?.remove());

  const board = element('div', { class: 'board', id: 'board' });
  const brand = element('span', { class: 'brand' }, 'Northwind Flows');
  app.replaceChildren(
    element('header', { class: 'bar' }, brand, user),
    element(
      'main',
      { class: 'room' },
      element('h1', {}, `${texts.greeting}, ${me.name}`),
      element('p', { class: 'quiet' }, texts.overview),
      board,
    ),
  );
  document.title = `${texts.home} · Northwind Flows`;
  loadBoard(board, texts);
}

function drawMenu(texts, me) {
  const item = (made) => {
    made.setAttribute('class', 'menu-item');
    made.setAttribute('role', 'menuitem');
    return element('li', { role: 'none' }, made);
  };
  const logout = element('button', { type: 'button' }, texts.logout);
  logout.addEventListener('click', async () => {
    await fetch('/spa/logout', { method: 'POST' });
    await start();
  });
  return element(
    'ul',
    { class: 'menu', role: 'menu', 'aria-label': texts.userMenu },
    element(
      'li',
      { class: 'menu-head', role: 'none' },
      element('strong', {}, me.name),
      element('span', {}, me.email),
    ),
    item(element('a', { href: '/change-password' }, texts.changePassword)),
    item(element('a', { href: '?lang=en', lang: 'en' }, 'English')),
    item(element('a', { href: '?lang=pt-BR', lang: 'pt-BR' }, 'Português')),
    item(logout),
  );
}

void start();
