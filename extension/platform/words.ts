/**
 * The words by which a page is understood, in the three languages. They are compared as whole labels
 * after `plain()`, so "Log out" and "LOGOUT" are the same word and "Log out of all devices" is not.
 */
export const logoutWords = new Set(
  [
    ...['log out', 'logout', 'log off', 'logoff', 'sign out', 'signout', 'sign off'],
    ...['sair', 'sair da conta', 'encerrar sessão', 'terminar sessão', 'desconectar', 'deslogar'],
    ...['fazer logout', 'fazer logoff'],
    ...['cerrar sesión', 'cerrar la sesión', 'salir', 'desconectarse', 'finalizar sesión'],
  ].map(plain),
);

export const loginWords = new Set(
  [
    ...['log in', 'login', 'log on', 'logon', 'sign in', 'signin'],
    ...['entrar', 'acessar', 'conectar', 'fazer login', 'iniciar sessão'],
    ...['iniciar sesión', 'ingresar', 'acceder', 'iniciar', 'conectarse'],
  ].map(plain),
);

/** A label as it is compared: no case, no accents, no punctuation, single spaces. */
export function plain(label: string): string {
  return label
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** What an element is called: its accessible label, else its text, else its value or title. */
export function labelOf(element: Element): string {
  const given = element.getAttribute('aria-label') || element.textContent?.trim();
  if (given) return given;
  return element.getAttribute('value') ?? element.getAttribute('title') ?? '';
}
