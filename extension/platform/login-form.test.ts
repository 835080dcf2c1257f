import { afterEach, describe, expect, test } from 'vitest';
import { insertLoginField } from './login-field.ts';
import { findLoginForms, travelsInAddress } from './login-form.ts';

afterEach(() => {
  document.body.innerHTML = '';
});

const shapes = {
  'a form whose labels wrap its fields': `
    <form method="post" action="/login">
      <label>Realm<input name="realm"></label>
      <label>Email<input name="email" type="email"></label>
      <label>Password<input name="password" type="password"></label>
      <a href="/forgot">Forgot your password ?</a>
      <button>LOGIN</button>
    </form>`,
  'a form whose labels stand beside its fields, a row each': `
    <form method="post">
      <div class="row"><label for="u">User</label><div class="box"><input id="u"></div></div>
      <div class="row"><label for="p">Senha</label><div class="box"><input id="p" type="password"><button type="button" aria-label="Mostrar">👁</button></div></div>
      <div class="row"><input type="checkbox" id="r"><label for="r">Lembrar</label></div>
      <input type="submit" value="Entrar">
    </form>`,
  'a flat form': `
    <form method="post">
      <h1>Log in</h1><label for="u">User</label><input id="u" type="text">
      <label for="p">Password</label><input id="p" type="password">
      <button type="submit">Go</button>
    </form>`,
  'a table': `
    <form method="post"><table>
      <tr><td><label for="u">User</label></td><td><input id="u"></td></tr>
      <tr><td><label for="p">Password</label></td><td><input id="p" type="password"></td></tr>
      <tr><td></td><td><button>Sign in</button></td></tr>
    </table></form>`,
  'a dialog of divs that is no form': `
    <div role="dialog"><h2>Login</h2>
      <div class="f"><span>Username</span><input type="text"></div>
      <div class="f"><span>Password</span><input type="password"></div>
      <div><button type="button">Cancel</button><button type="button">Iniciar sesión</button></div>
    </div>`,
  'a second step that asks only for the password': `
    <form method="post"><h1>Sign in</h1>
      <div><input type="password" placeholder="Password" autocomplete="current-password"></div>
      <button>Next</button>
    </form>`,
  'a form whose button stands outside of it': `
    <form method="post" id="f"><input type="email"><input type="password"></form>
    <footer><button form="f">LOGIN</button></footer>`,
  'a form without a method, sent by a script': `
    <form><input type="email"><input type="password"><button>Acessar</button></form>`,
};

const others = {
  'a page that changes the password': `
    <form method="post">
      <label>Current<input type="password" autocomplete="current-password"></label>
      <label>New<input type="password" autocomplete="new-password"></label>
      <label>Repeat<input type="password" autocomplete="new-password"></label>
      <button>Save</button>
    </form>`,
  'the same with no hints': `
    <form method="post"><input name="email"><input type="password"><input type="password"><button>Save</button></form>`,
  'a sign-up': `
    <form method="post"><input type="email"><input type="password" autocomplete="new-password"><button>Sign up</button></form>`,
  'a password asked again to delete something': `
    <form method="post"><h2>Delete project</h2><input type="password"><button>Delete</button></form>`,
  'a form that is not shown': `
    <form method="post" style="display: none"><input type="email"><input type="password"><button>LOGIN</button></form>`,
  'a form that asks for a code itself': `
    <form method="post"><input type="email"><input type="password"><input autocomplete="one-time-code"><button>LOGIN</button></form>`,
  'a search': '<form><input type="search"><button>Search</button></form>',
};

describe('a login form is found in', () => {
  test.each(Object.entries(shapes))('%s', (_name, html) => {
    document.body.innerHTML = html;
    expect(findLoginForms(document)).toHaveLength(1);
  });
});

describe('no login form is found in', () => {
  test.each(Object.entries(others))('%s', (_name, html) => {
    document.body.innerHTML = html;
    expect(findLoginForms(document)).toEqual([]);
  });
});

describe('the code field in', () => {
  test.each(Object.entries(shapes))('%s is the last before the button', (_name, html) => {
    document.body.innerHTML = html;
    const form = onlyForm();
    const { input, remove } = insertLoginField(form, 'The label', 'en');
    const fields = [...form.container.querySelectorAll('input')].filter((field) =>
      ['text', 'email', 'password'].includes(field.type),
    );
    expect(fields.at(-1)).toBe(input);
    expect(fields.at(-2)).toBe(form.password);
    expect(input.compareDocumentPosition(form.button)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(accessibleName(input)).toBe('The label');
    expect(input.autocomplete).toBe('one-time-code');
    remove();
    expect(document.body.innerHTML).not.toContain('The label');
    expect(document.querySelector('[name=totpcode]')).toBeNull();
  });

  test('a row looks like its neighbour: the same elements and classes, none of its behaviour', () => {
    document.body.innerHTML = `
      <form method="post"><input type="email">
        <div class="row" id="row" data-row="1"><label class="l" for="p">Password <b>*</b></label>
          <span class="box"><input class="in" id="p" name="pw" type="password" required onfocus="x()"></span></div>
        <button>LOGIN</button>
      </form>`;
    const { input } = insertLoginField(onlyForm(), 'Code', 'en');
    const row = input.closest('.row');
    expect(row?.outerHTML).toBe(
      `<div class="row" lang="en"><label class="l" for="${input.id}">Code</label><span class="box">${input.outerHTML}</span></div>`,
    );
    expect(input.className).toBe('in');
    expect(input.required).toBe(false);
    expect(input.hasAttribute('onfocus')).toBe(false);
  });

  test('a form with no labels has its words in the field', () => {
    document.body.innerHTML =
      '<form method="post"><input placeholder="User"><input type="password" placeholder="Password"><button>LOGIN</button></form>';
    expect(insertLoginField(onlyForm(), 'Code', 'en').input.placeholder).toBe('Code');
  });
});

test('a form that says that it travels in the address is known by it', () => {
  const form = (attributes: string, button = '') => {
    document.body.innerHTML = `<form ${attributes}><input type="email"><input type="password"><button ${button}>LOGIN</button></form>`;
    return travelsInAddress(onlyForm());
  };
  expect(form('method="get"')).toBe(true);
  expect(form('method="GET"')).toBe(true);
  expect(form('method="post"', 'formmethod="get"')).toBe(true);
  expect(form('method="post"')).toBe(false);
  expect(form('')).toBe(false);
});

test('the profile finds a form that meaning does not, and a bad selector finds nothing', () => {
  document.body.innerHTML =
    '<div id="gate"><div><input type="password"></div><button>Abracadabra</button></div>';
  expect(findLoginForms(document)).toEqual([]);
  expect(findLoginForms(document, '#gate')).toHaveLength(1);
  expect(findLoginForms(document, '#gate[')).toEqual([]);
});

function onlyForm() {
  const [form] = findLoginForms(document);
  if (!form) throw new Error('no login form was found');
  return form;
}

function accessibleName(input: HTMLInputElement): string {
  return input.getAttribute('aria-label') ?? input.labels?.[0]?.textContent?.trim() ?? '';
}
