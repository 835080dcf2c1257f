import type { IncomingMessage } from 'node:http';
import { parseCookies } from './sessions.ts';

export type Language = 'en' | 'pt-BR' | 'es';

const english = {
  loginTitle: 'Log in',
  realm: 'Realm',
  email: 'Email',
  password: 'Password',
  login: 'LOGIN',
  forgot: 'Forgot your password ?',
  support: 'Support',
  singleSignOn: 'Single sign-on',
  or: 'or',
  wrong: 'Realm, email or password is wrong.',
  wait: 'Too many failed logins. Please wait 5 minutes.',
  locked: 'This login is locked. An administrator of your realm can unlock it.',
  expired: 'This page was open for too long. Please try again.',
  failed: 'That did not work. Please try again.',
  home: 'Home',
  pipelines: 'Pipelines',
  greeting: 'Good to see you',
  overview: 'Your integrations today',
  pipeline: 'Pipeline',
  trigger: 'Trigger',
  runs: 'runs',
  running: 'Running',
  paused: 'Paused',
  state: 'State',
  loading: 'Loading…',
  refused: 'Refused',
  changePassword: 'Change password',
  currentPassword: 'Current password',
  newPassword: 'New password',
  repeatPassword: 'Repeat the new password',
  save: 'Save',
  saved: 'Your password is changed.',
  notSaved: 'The current password is wrong, or the new one was not typed the same way twice.',
  logout: 'Logout',
  userMenu: 'User menu',
  supportTitle: 'How can we help?',
  supportText: 'Write to us or call; we answer on every working day from 8 to 18 h.',
  forgotTitle: 'Forgot your password ?',
  forgotText: 'An administrator of your realm can give you a new one.',
  back: 'Back to the login',
  idpTitle: 'Acme identity provider',
  idpText: 'Choose the account to continue to Northwind Flows.',
  notFound: 'There is no such page.',
};

export type Texts = typeof english;

const portuguese: Texts = {
  loginTitle: 'Entrar',
  realm: 'Realm',
  email: 'E-mail',
  password: 'Senha',
  login: 'LOGIN',
  forgot: 'Esqueceu a sua senha ?',
  support: 'Suporte',
  singleSignOn: 'Login único (SSO)',
  or: 'ou',
  wrong: 'Realm, e-mail ou senha incorretos.',
  wait: 'Muitas tentativas de login. Aguarde 5 minutos.',
  locked: 'Este login está bloqueado. Um administrador do seu realm pode desbloqueá-lo.',
  expired: 'Esta página ficou aberta por muito tempo. Tente novamente.',
  failed: 'Não deu certo. Tente novamente.',
  home: 'Início',
  pipelines: 'Pipelines',
  greeting: 'Que bom ver você',
  overview: 'Suas integrações hoje',
  pipeline: 'Pipeline',
  trigger: 'Gatilho',
  runs: 'execuções',
  running: 'Em execução',
  paused: 'Pausado',
  state: 'Estado',
  loading: 'Carregando…',
  refused: 'Recusado',
  changePassword: 'Alterar senha',
  currentPassword: 'Senha atual',
  newPassword: 'Nova senha',
  repeatPassword: 'Repita a nova senha',
  save: 'Salvar',
  saved: 'Sua senha foi alterada.',
  notSaved: 'A senha atual está incorreta, ou a nova não foi digitada igual duas vezes.',
  logout: 'Sair',
  userMenu: 'Menu do usuário',
  supportTitle: 'Como podemos ajudar?',
  supportText: 'Escreva ou ligue; respondemos em todos os dias úteis, das 8 às 18 h.',
  forgotTitle: 'Esqueceu a sua senha ?',
  forgotText: 'Um administrador do seu realm pode lhe dar uma nova.',
  back: 'Voltar ao login',
  idpTitle: 'Provedor de identidade da Acme',
  idpText: 'Escolha a conta para continuar no Northwind Flows.',
  notFound: 'Esta página não existe.',
};

const spanish: Texts = {
  loginTitle: 'Iniciar sesión',
  realm: 'Realm',
  email: 'Correo electrónico',
  password: 'Contraseña',
  login: 'INICIAR SESIÓN',
  forgot: '¿Olvidó su contraseña?',
  support: 'Soporte',
  singleSignOn: 'Inicio de sesión único (SSO)',
  or: 'o',
  wrong: 'Realm, correo electrónico o contraseña incorrectos.',
  wait: 'Demasiados intentos fallidos. Espere 5 minutos.',
  locked: 'Este acceso está bloqueado. Un administrador de su realm puede desbloquearlo.',
  expired: 'Esta página estuvo abierta demasiado tiempo. Inténtelo de nuevo.',
  failed: 'No funcionó. Inténtelo de nuevo.',
  home: 'Inicio',
  pipelines: 'Pipelines',
  greeting: 'Qué bueno verle',
  overview: 'Sus integraciones de hoy',
  pipeline: 'Pipeline',
  trigger: 'Disparador',
  runs: 'ejecuciones',
  running: 'En ejecución',
  paused: 'En pausa',
  state: 'Estado',
  loading: 'Cargando…',
  refused: 'Rechazado',
  changePassword: 'Cambiar contraseña',
  currentPassword: 'Contraseña actual',
  newPassword: 'Nueva contraseña',
  repeatPassword: 'Repita la nueva contraseña',
  save: 'Guardar',
  saved: 'Su contraseña ha cambiado.',
  notSaved: 'La contraseña actual es incorrecta, o la nueva no se escribió igual las dos veces.',
  logout: 'Cerrar sesión',
  userMenu: 'Menú del usuario',
  supportTitle: '¿Cómo podemos ayudarle?',
  supportText: 'Escriba o llame; respondemos todos los días hábiles, de 8 a 18 h.',
  forgotTitle: '¿Olvidó su contraseña?',
  forgotText: 'Un administrador de su realm puede darle una nueva.',
  back: 'Volver al inicio de sesión',
  idpTitle: 'Proveedor de identidad de Acme',
  idpText: 'Elija la cuenta para continuar a Northwind Flows.',
  notFound: 'Esta página no existe.',
};

export const texts: Record<Language, Texts> = { en: english, 'pt-BR': portuguese, es: spanish };

export const LANGUAGE_COOKIE = 'lang';

/** The language asked for in the address, else the one remembered, else the browser's. */
export function languageOf(request: IncomingMessage, query: URLSearchParams): Language {
  const remembered = parseCookies(request.headers.cookie).find(
    ([name]) => name === LANGUAGE_COOKIE,
  );
  return (
    asLanguage(query.get('lang')) ??
    asLanguage(remembered?.[1]) ??
    asLanguage(request.headers['accept-language']) ??
    'en'
  );
}

function asLanguage(tag: string | null | undefined): Language | undefined {
  if (tag?.toLowerCase().startsWith('pt')) return 'pt-BR';
  if (tag?.toLowerCase().startsWith('es')) return 'es';
  if (tag?.toLowerCase().startsWith('en')) return 'en';
  return undefined;
}
