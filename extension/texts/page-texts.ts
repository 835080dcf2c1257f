/**
 * What Doorcode says in a page of the platform itself. It stands apart, so that the script in every page
 * does not carry the words of the panel, in three languages.
 */
export type PageTexts = {
  /** The language itself, as a BCP 47 tag. */
  lang: string;
  menuEntry: string;
  loginField: string;
  close: string;
  failuresBefore: (count: number) => string;
  recoveryCodesLeft: (count: number) => string;
  getNewCodes: string;
  frameMissing: string;
  openPage: string;
  openSettings: string;
  moveButton: string;
  hideButton: string;
  codeOwed: string;
  reload: string;
};

export const pageTexts = {
  en: {
    lang: 'en',
    menuEntry: 'Two-factor authentication',
    loginField: 'Two-factor authentication',
    close: 'Close',
    failuresBefore: (count) =>
      `Wrong codes entered before your last right one: ${count}. If that was not you, change your password.`,
    recoveryCodesLeft: (count) => {
      if (count === 0) return 'You have no recovery codes left.';
      if (count === 1) return 'You have one recovery code left.';
      return `You have ${count} recovery codes left.`;
    },
    getNewCodes: 'Get new ones before you need them.',
    frameMissing: 'This page does not let the extension show its panel.',
    openPage: 'Open two-factor authentication as a page',
    openSettings: 'Open the settings',
    moveButton: 'Move to another corner',
    hideButton: 'Hide',
    codeOwed: 'This page waits for your two-factor authentication. Reload it to go on.',
    reload: 'Reload the page',
  },
  'pt-BR': {
    lang: 'pt-BR',
    menuEntry: 'Autenticação de dois fatores',
    loginField: 'Verificação em duas etapas',
    close: 'Fechar',
    failuresBefore: (count) =>
      `Códigos errados informados antes do seu último código correto: ${count}. Se não foi você, troque a sua senha.`,
    recoveryCodesLeft: (count) => {
      if (count === 0) return 'Você não tem mais códigos de recuperação.';
      if (count === 1) return 'Você ainda tem um código de recuperação.';
      return `Você ainda tem ${count} códigos de recuperação.`;
    },
    getNewCodes: 'Gere novos códigos antes de precisar deles.',
    frameMissing: 'Esta página não permite que a extensão mostre o seu painel.',
    openPage: 'Abrir a autenticação de dois fatores como página',
    openSettings: 'Abrir as configurações',
    moveButton: 'Mover para outro canto',
    hideButton: 'Ocultar',
    codeOwed:
      'Esta página aguarda a sua autenticação de dois fatores. Recarregue-a para continuar.',
    reload: 'Recarregar a página',
  },
  es: {
    lang: 'es',
    menuEntry: 'Autenticación de dos factores',
    loginField: 'Verificación en dos pasos',
    close: 'Cerrar',
    failuresBefore: (count) =>
      `Códigos incorrectos ingresados antes de su último código correcto: ${count}. Si no fue usted, cambie su contraseña.`,
    recoveryCodesLeft: (count) => {
      if (count === 0) return 'Ya no le quedan códigos de recuperación.';
      if (count === 1) return 'Le queda un código de recuperación.';
      return `Le quedan ${count} códigos de recuperación.`;
    },
    getNewCodes: 'Obtenga códigos nuevos antes de necesitarlos.',
    frameMissing: 'Esta página no permite que la extensión muestre su panel.',
    openPage: 'Abrir la autenticación de dos factores como página',
    openSettings: 'Abrir la configuración',
    moveButton: 'Mover a otra esquina',
    hideButton: 'Ocultar',
    codeOwed: 'Esta página espera su autenticación de dos factores. Recárguela para continuar.',
    reload: 'Recargar la página',
  },
} satisfies Record<string, PageTexts>;
