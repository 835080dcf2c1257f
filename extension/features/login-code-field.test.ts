import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pageTexts } from '../texts/page-texts.ts';
import { addLoginCodeField } from './login-code-field.ts';

let sent: string[];
let stop: AbortController;

beforeEach(() => {
  sent = [];
  stop = new AbortController();
  // A look takes no time: this DOM is slow, and how long a slow page rests is told elsewhere.
  vi.spyOn(performance, 'now').mockReturnValue(0);
});

afterEach(() => {
  stop.abort();
  speaks = 'en';
  vi.restoreAllMocks();
  document.body.innerHTML = '';
});

const loginForm = `
  <form method="post" id="login"><input type="email" name="email"><input type="password" name="password">
  <button id="go">LOGIN</button></form>`;

let speaks: keyof typeof pageTexts = 'en';

function start(): void {
  addLoginCodeField({
    sendCode: async (code) => {
      sent.push(code);
      return true;
    },
    texts: () => pageTexts[speaks],
    signal: stop.signal,
  });
}

const field = () => document.querySelector<HTMLInputElement>('[autocomplete=one-time-code]');
const settled = () => new Promise((resolve) => setTimeout(resolve, 200));

function type(text: string): void {
  const input = field();
  if (!input) throw new Error('there is no code field');
  input.value = text;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

describe('the code field', () => {
  test('is there once, however often the page changes', async () => {
    document.body.innerHTML = loginForm;
    start();
    for (let change = 0; change < 3; change++) {
      document.body.append(document.createElement('p'));
      await settled();
    }
    expect(document.querySelectorAll('[autocomplete=one-time-code]')).toHaveLength(1);
  });

  test('comes with a form that comes late, and again with one that is drawn anew', async () => {
    start();
    expect(field()).toBeNull();
    document.body.innerHTML = loginForm;
    await settled();
    expect(field()).not.toBeNull();
    document.body.innerHTML = loginForm;
    await settled();
    expect(document.querySelectorAll('[autocomplete=one-time-code]')).toHaveLength(1);
  });

  test('leaves no listener behind that would keep a form that is drawn anew', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    const add = vi.spyOn(window, 'addEventListener').mockImplementation((_type, _run, how) => {
      signals.push(typeof how === 'object' ? how.signal : undefined);
    });
    document.body.innerHTML = loginForm;
    start();
    for (let drawing = 0; drawing < 2; drawing++) {
      document.body.innerHTML = loginForm;
      await settled();
    }
    add.mockRestore();
    const alive = signals.map((signal) => signal?.aborted === false);
    expect(alive).toEqual([...Array(6).fill(false), true, true, true]);
  });

  test('speaks the page’s language anew when that changes, but never takes digits away', async () => {
    document.body.innerHTML = loginForm;
    start();
    expect(field()?.lang).toBe('en');
    speaks = 'es';
    document.body.lang = 'es';
    await settled();
    expect(field()?.lang).toBe('es');
    expect(field()?.placeholder).toBe(pageTexts.es.loginField);
    type('12');
    speaks = 'pt-BR';
    document.body.lang = 'pt-BR';
    await settled();
    expect(field()?.value).toBe('12');
    document.body.removeAttribute('lang');
  });

  test('goes with its label and all, when the page takes the input alone', async () => {
    document.body.innerHTML = `<form method="post"><div><label for="u">User</label><input id="u"></div>
      <div><label for="p">Password</label><input id="p" type="password"></div><button>LOGIN</button></form>`;
    start();
    for (let removal = 0; removal < 3; removal++) {
      field()?.remove();
      await settled();
    }
    expect(field()).not.toBeNull();
    expect([...document.querySelectorAll('label')].map((each) => each.textContent)).toEqual([
      'User',
      'Password',
      'Two-factor authentication',
    ]);
  });

  test('comes when a hidden form is shown', async () => {
    document.body.innerHTML = `<div id="later" style="display: none">${loginForm}</div>`;
    start();
    expect(field()).toBeNull();
    document.getElementById('later')?.removeAttribute('style');
    await settled();
    expect(field()).not.toBeNull();
  });

  test('stays with what was typed while the password is shown in the clear', async () => {
    document.body.innerHTML = loginForm;
    start();
    type('123');
    document.querySelector('[type=password]')?.setAttribute('type', 'text');
    await settled();
    expect(field()?.value).toBe('123');
  });

  test.each([
    ['loses its password', '<input type="email" name="email"><button>Send me a link</button>'],
    [
      'becomes a sign-up',
      '<input type="email"><input type="password"><input type="password"><button>LOGIN</button>',
    ],
    [
      'becomes a sign-up that says so by its password',
      '<input type="email"><input type="password" autocomplete="new-password"><button>LOGIN</button>',
    ],
  ])('goes from a form that %s, with what was typed', async (_how, html) => {
    document.body.innerHTML = loginForm;
    start();
    type('123');
    const form = document.getElementById('login');
    for (const element of form?.querySelectorAll('[name=email], [type=password], button') ?? []) {
      element.remove();
    }
    form?.insertAdjacentHTML('beforeend', html);
    await settled();
    expect(field()).toBeNull();
    expect(form?.innerHTML.trim()).toBe(html);
    if (form) form.outerHTML = loginForm;
    await settled();
    expect(field()).not.toBeNull();
  });

  test('goes from a form whose password is hidden, and comes again with it', async () => {
    document.body.innerHTML = loginForm;
    start();
    const password = document.querySelector<HTMLElement>('[type=password]');
    if (password) password.style.display = 'none';
    await settled();
    expect(field()).toBeNull();
    password?.removeAttribute('style');
    await settled();
    expect(field()).not.toBeNull();
  });

  test.each([
    ['while nothing was typed', '', false],
    ['not while somebody types a code', '123', true],
  ])('goes when the button says something else, %s', async (_when, typed, stays) => {
    document.body.innerHTML = loginForm;
    start();
    type(typed);
    const button = document.getElementById('go');
    button?.replaceChildren('Create account');
    await settled();
    expect(field() !== null).toBe(stays);
    button?.replaceChildren('LOGIN');
    await settled();
    expect(field()?.value).toBe(typed);
  });

  test('keeps what was typed while its whole form is hidden', async () => {
    document.body.innerHTML = loginForm;
    start();
    type('123');
    const form = document.getElementById('login');
    if (form) form.style.display = 'none';
    await settled();
    form?.removeAttribute('style');
    await settled();
    expect(field()?.value).toBe('123');
  });

  test('is not put into a form that travels in the address', () => {
    document.body.innerHTML = loginForm.replace('post', 'get');
    start();
    expect(field()).toBeNull();
  });

  test('is gone without a trace when the extension goes', () => {
    document.body.innerHTML = loginForm;
    const before = document.body.innerHTML;
    start();
    expect(document.body.innerHTML).not.toBe(before);
    stop.abort();
    speaks = 'en';
    expect(document.body.innerHTML).toBe(before);
  });
});

describe('the code', () => {
  test('is sent at the sixth digit, and again when the form is submitted', async () => {
    document.body.innerHTML = loginForm;
    start();
    type('12345');
    expect(sent).toEqual([]);
    type('123456');
    await settled();
    expect(sent).toEqual(['123456']);
    const submit = new Event('submit', { bubbles: true, cancelable: true });
    document.getElementById('login')?.dispatchEvent(submit);
    expect(sent).toEqual(['123456', '123456']);
    expect(submit.defaultPrevented).toBe(false);
  });

  test('is sent at Enter, and the page’s own way with Enter goes on', async () => {
    document.body.innerHTML = loginForm;
    start();
    type('123456');
    await settled();
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    field()?.dispatchEvent(enter);
    expect(sent).toEqual(['123456', '123456']);
    expect(enter.defaultPrevented).toBe(false);
  });

  test('is sent at the press of the button where there is no real form', async () => {
    document.body.innerHTML =
      '<div><input type="email"><input type="password"><button type="button" id="go">LOGIN</button></div>';
    start();
    type('123456');
    await settled();
    document.getElementById('go')?.click();
    expect(sent).toEqual(['123456', '123456']);
  });

  test('is not sent while it is not whole', () => {
    document.body.innerHTML = loginForm;
    start();
    type('12345');
    document.getElementById('login')?.dispatchEvent(new Event('submit', { bubbles: true }));
    expect(sent).toEqual([]);
  });
});

describe('the platform’s form', () => {
  /** What `new FormData(form)` and every submission do in a browser; happy-dom has no such event. */
  function entriesOf(form: HTMLElement): string[] {
    const formData = new FormData(form as HTMLFormElement);
    const event = Object.assign(new Event('formdata', { bubbles: true }), { formData });
    form.dispatchEvent(event);
    return [...formData.keys()];
  }

  test('never carries the code in its data', () => {
    document.body.innerHTML = loginForm;
    start();
    type('123456');
    const form = document.getElementById('login');
    if (!form) throw new Error('there is no form');
    expect([...new FormData(form as HTMLFormElement).keys()]).toContain('totpcode');
    expect(entriesOf(form)).toEqual(['email', 'password']);
  });

  test.each(['submit', 'click', 'Enter'])(
    'has no field of that name for a script that reads its elements at %s or later, until it is typed in',
    async (how) => {
      document.body.innerHTML = loginForm;
      start();
      type('123456');
      let names: string[] | undefined;
      const form = document.getElementById('login') as HTMLFormElement;
      const read = () => {
        names = [...form.elements].map((element) => element.getAttribute('name') ?? '');
      };
      read();
      expect(names).toContain('totpcode');
      form.addEventListener(how === 'Enter' ? 'keydown' : how, read);
      if (how === 'Enter') {
        field()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      } else if (how === 'click') {
        document
          .getElementById('go')
          ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
      } else {
        form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
      }
      expect(names).toContain('password');
      expect(names).not.toContain('totpcode');
      await settled();
      read();
      expect(names).toContain('password');
      expect(names).not.toContain('totpcode');
      expect(field()?.autocomplete).toBe('one-time-code');
      form.querySelector('[name=email]')?.dispatchEvent(new Event('input', { bubbles: true }));
      expect(field()?.name).toBe('totpcode');
    },
  );
});
