import { afterEach, describe, expect, test } from 'vitest';
import { findUserMenus, makeEntry } from './user-menu.ts';

afterEach(() => {
  document.body.innerHTML = '';
});

const text = 'Two-factor authentication';

/** Puts an entry into the one menu there must be, and answers the menu's words in order. */
function wordsWithEntry(selectors = {}): string[] {
  const [place, ...more] = findUserMenus(document, selectors);
  if (!place || more.length > 0) throw new Error('not exactly one menu was found');
  place.insert(makeEntry(place, text).item);
  return [...place.menu.querySelectorAll('*')]
    .filter((element) => element.childElementCount === 0)
    .map((element) => element.textContent?.trim() ?? '')
    .filter((words) => words !== '');
}

const shapes = {
  'a menu by role, its Logout a form': `
    <ul role="menu"><li role="none"><a role="menuitem" class="i" href="/pw">Change password</a></li>
    <li role="none"><form action="/logout"><button role="menuitem" class="i">Logout</button></form></li></ul>`,
  'a portal at the end of the body': `
    <div id="root"><button aria-haspopup="menu">Ada</button></div>
    <div class="portal"><div role="menu"><div role="menuitem" tabindex="-1">Change password</div>
    <div role="menuitem" tabindex="-1">Log out</div></div></div>`,
  'a list of links, in Portuguese': `
    <ul class="dropdown"><li><a href="/pw">Trocar senha</a></li><li class="sep"></li><li><a href="/sair">Sair</a></li></ul>`,
  'a list of links, in Spanish': `
    <nav><ul><li><a href="/pw">Cambiar contraseña</a></li><li><a href="#">CERRAR SESIÓN</a></li></ul></nav>`,
  'groups, Logout in one of its own': `
    <div role="menu"><div role="group"><a role="menuitem" href="/pw">Change password</a></div>
    <hr><div role="group"><a role="menuitem" class="danger" href="/out">Sign out</a></div></div>`,
  'bare list items': `
    <header><ul><li>Profile</li><li>Log out</li></ul></header>`,
  'plain divs with a telling address': `
    <div class="pop"><div><a class="i" href="/pw">Change password</a></div><div><a class="i" href="/auth/logout"><i></i><span>Logout</span></a></div></div>`,
};

describe('the entry comes before Logout in', () => {
  test.each(Object.entries(shapes))('%s', (_name, html) => {
    document.body.innerHTML = html;
    const words = wordsWithEntry();
    expect(words).toHaveLength(3);
    expect(words[1]).toBe(text);
  });
});

describe('no user menu is found in', () => {
  test.each([
    ['a wizard that can be left', '<div><button>Voltar</button><button>Sair</button></div>'],
    ['a sentence', '<p>Please <b>log out</b> when you leave.</p>'],
    ['a menu without Logout', '<ul role="menu"><li><a href="/pw">Change password</a></li></ul>'],
    [
      'a longer label',
      '<ul role="menu"><li><a href="/x">Log out of all other devices</a></li></ul>',
    ],
    ['a lone button', '<button>Logout</button>'],
  ])('%s', (_name, html) => {
    document.body.innerHTML = html;
    expect(findUserMenus(document, {})).toEqual([]);
  });
});

test('every menu that offers Logout is found: the one for phones too', () => {
  document.body.innerHTML = shapes['a list of links, in Portuguese'].repeat(2);
  expect(findUserMenus(document, {})).toHaveLength(2);
});

describe('the entry', () => {
  test('wears its neighbour’s elements, classes and roles, and nothing that acts', () => {
    document.body.innerHTML = `
      <ul role="menu"><li role="none" class="li"><a role="menuitem" class="i" id="pw" href="/pw" data-go="pw" onclick="x()"><span class="t">Change password</span></a></li>
      <li role="none"><a role="menuitem" class="i danger" href="/logout">Logout</a></li></ul>`;
    const [place] = findUserMenus(document, {});
    if (!place) throw new Error('no menu was found');
    const { item, control } = makeEntry(place, text);
    expect(item.outerHTML).toBe(
      `<li class="li" role="none"><a class="i" role="menuitem"><span class="t">${text}</span></a></li>`,
    );
    expect(control.localName).toBe('a');
  });

  test('does not look like the chosen item, nor like Logout when there is another', () => {
    document.body.innerHTML = `
      <ul role="menu"><li><a role="menuitem" class="plain" href="/a">Profile</a></li>
      <li><a role="menuitem" class="chosen" aria-current="page" href="/b">Home</a></li>
      <li><a role="menuitem" class="danger" href="/logout">Logout</a></li></ul>`;
    const [place] = findUserMenus(document, {});
    expect(place && makeEntry(place, text).control.className).toBe('plain');
  });

  test('does not look switched off, like the name on top of Node-RED 5.0.7’s menu', () => {
    document.body.innerHTML = `
      <ul class="red-ui-menu red-ui-menu-dropdown" id="red-ui-header-button-user-submenu">
      <li class="disabled"><a id="usermenu-item-username" tabindex="-1" href="#"><span class="red-ui-menu-label"><span><b>ada</b></span></span></a></li>
      <li><a id="usermenu-item-logout" tabindex="-1" href="#"><span class="red-ui-menu-label"><span>Logout</span></span></a></li></ul>`;
    expect(wordsWithEntry()).toEqual(['ada', text, 'Logout']);
    const entry = document.querySelector('li:nth-of-type(2)');
    expect(entry?.className).toBe('');
    expect(entry?.querySelector('a')?.id).toBe('');
  });

  test('never submits a form', () => {
    document.body.innerHTML = `
      <form><ul role="menu"><li><button role="menuitem">Profile</button></li><li><button role="menuitem">Logout</button></li></ul></form>`;
    const [place] = findUserMenus(document, {});
    expect(place && makeEntry(place, text).control.getAttribute('type')).toBe('button');
  });
});

test('the profile finds a menu that meaning does not, and bad selectors find nothing', () => {
  document.body.innerHTML = `
    <ul id="m"><li><a href="#">Perfil</a></li><li id="bye"><a href="#">Abracadabra</a></li></ul>`;
  expect(findUserMenus(document, {})).toEqual([]);
  expect(findUserMenus(document, { userMenu: '#m[' })).toEqual([]);
  expect(wordsWithEntry({ userMenu: '#m', userMenuBefore: '#bye' })).toEqual([
    'Perfil',
    text,
    'Abracadabra',
  ]);
});
