/**
 * The words by which a page is understood, in the three languages, written as `plain()` leaves them.
 * Whole labels are compared, so "Log out" and "LOGOUT" are the same word and "Log out of all devices" is
 * not.
 */
export const logoutWords = new Set([
  ...['log out', 'logout', 'log off', 'logoff', 'sign out', 'signout', 'sign off'],
  ...['sair', 'sair da conta', 'encerrar sessao', 'terminar sessao', 'desconectar', 'deslogar'],
  ...['fazer logout', 'fazer logoff'],
  ...['cerrar sesion', 'cerrar la sesion', 'salir', 'desconectarse', 'finalizar sesion'],
  'terminar sesion',
]);

export const loginWords = new Set([
  ...['log in', 'login', 'log on', 'logon', 'sign in', 'signin'],
  ...['entrar', 'acessar', 'conectar', 'fazer login', 'iniciar sessao'],
  ...['iniciar sesion', 'ingresar', 'acceder', 'iniciar', 'conectarse'],
]);

/** Words in the name of what opens a user menu. */
export const accountWords = [
  ...['account', 'profile', 'avatar', 'user menu', 'user settings'],
  ...['conta', 'perfil', 'usuario', 'cuenta'],
];

/** What a button says that only leads on. */
export const nextWords = new Set([
  ...['next', 'continue', 'go', 'ok', 'submit'],
  ...['continuar', 'avancar', 'proximo', 'seguinte', 'enviar', 'siguiente', 'aceptar'],
]);

/** A label as it is compared: no case, no accents, no punctuation, single spaces. */
export function plain(label: string): string {
  return label
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * What an element is called: its accessible label, else its words, else its title or picture; of a
 * button its value too, which of a field would be what somebody has typed.
 */
export function labelOf(element: Element): string {
  const given = element.getAttribute('aria-label') || wordsOf(element);
  if (given) return given;
  const { type = '', value, title } = element as Partial<HTMLInputElement>;
  return (/submit|button/.test(type) && value) || title || element.querySelector('img')?.alt || '';
}

const icons = '[aria-hidden=true], [class*=icon]';

/** An element's text without its icons, which may be letters of a font: "exit_to_app Logout". */
export function wordsOf(element: Element): string {
  let words = element;
  if (element.querySelector(icons)) {
    words = element.cloneNode(true) as Element;
    for (const icon of words.querySelectorAll(icons)) icon.remove();
  }
  return words.textContent?.trim() || element.textContent?.trim() || '';
}
