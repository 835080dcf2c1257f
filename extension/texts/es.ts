import { minutes } from './minutes.ts';
import { pageTexts } from './page-texts.ts';
import type { Texts } from './texts.ts';

export const es: Texts = {
  ...pageTexts.es,

  setUpTitle: 'Configurar autenticación',
  setUpText:
    'Use una aplicación de autenticación (Google Authenticator, Microsoft Authenticator, LastPass Password Manager, etc.) para obtener un código de verificación en dos pasos. Le pediremos un código cada vez que inicie sesión.',
  code: 'Código',
  activate: 'Activar',
  deactivationTitle: 'La autenticación de dos factores está activada.',
  deactivationText: 'Para desactivarla, ingrese su código de autenticación.',
  deactivate: 'Desactivar',

  chooseApp: 'Elija una aplicación para su teléfono',
  anotherApp: 'Otra aplicación',
  anotherAppHint: 'Sirve cualquier aplicación que genere códigos de seis dígitos (TOTP).',
  opensNewTab: 'se abre en una pestaña nueva',
  scanStore: 'Instalarla con la cámara del teléfono',
  storeQrCode: (app, store) => `Código QR: ${app} en ${store}`,
  showQrCode: 'Mostrar el código QR',
  continue: 'Continuar',
  back: 'Volver',
  scan: (app) => `Escanee este código QR con ${app}.`,
  theApp: 'su aplicación',
  openInApp: 'Abrir en su aplicación',
  qrCode: 'Código QR para su aplicación de autenticación',
  timeLeft: (time) => `Este código QR es válido durante ${time}.`,
  startOver: 'Empezar de nuevo',
  cannotScan: '¿Sin cámara? Ingrese esta clave a mano',
  copy: 'Copiar la clave',
  copied: 'Copiada',
  copyFailed: 'Seleccione la clave y cópiela a mano.',
  shownAs: 'La aplicación mostrará',
  typeCode: 'Después, escriba los seis dígitos que muestra la aplicación.',
  setupOver: 'Este código QR ya no es válido.',
  newQrCode: 'Mostrar un código QR nuevo',
  switchedOff: 'La autenticación de dos factores está desactivada.',

  recoveryTitle: 'Sus códigos de recuperación',
  recoveryText:
    'Cada uno de estos códigos le permite entrar una vez cuando no tenga el teléfono a mano, o configurar otro teléfono. Guárdelos en un lugar seguro, pero no en ese teléfono. No se mostrarán de nuevo.',
  copyCodes: 'Copiar los códigos',
  copiedCodes: 'Copiados',
  copyCodesFailed: 'Seleccione los códigos y cópielos a mano.',
  downloadCodes: 'Descargar',
  printCodes: 'Imprimir',
  codesFor: (platform) => `Códigos de recuperación de ${platform}`,
  account: 'Cuenta',
  date: 'Fecha',
  keptCodes: 'He guardado estos códigos',
  tickFirst: 'Guarde primero los códigos y marque esta casilla.',
  newPhoneWorks:
    'Su teléfono nuevo está configurado. Los códigos del anterior y sus códigos de recuperación anteriores ya no sirven.',
  oldCodesEnded: 'Sus códigos de recuperación anteriores ya no sirven.',
  newCodes: 'Códigos de recuperación nuevos',
  newCodesText:
    'Ingrese un código de su aplicación de autenticación para obtener diez códigos de recuperación nuevos. Los anteriores dejarán de servir.',
  showNewCodes: 'Mostrar códigos nuevos',
  recoveryCode: 'Código de recuperación',
  recoveryCodeText:
    'Ingrese uno de los códigos de recuperación que guardó. Cada uno sirve una vez.',
  supportCodeToo: 'También sirve un código del soporte.',
  useRecoveryCode: 'Usar un código de recuperación',
  useAppCode: 'Usar un código de la aplicación',
  wrongRecoveryCode: 'Este código no es correcto, ya se usó o ha vencido.',
  malformedRecoveryCode: 'Revise las letras: un código de recuperación es como KQ7MA-CDEFG-HJKMN.',

  replacePhone: 'Cambiar de teléfono',
  replaceTitle: 'Cambiar de teléfono',
  replaceText: 'El teléfono anterior sirve hasta que se confirme el nuevo.',
  replaceFirst: 'Para empezar, ingrese un código que muestre el anterior.',

  mustSetUpText:
    'El soporte restableció su autenticación anterior. Antes de continuar, configure una nueva con el código de configuración de un solo uso que le dio el soporte.',
  mustSetUpFreely:
    'El soporte restableció su autenticación anterior. Antes de continuar, configure una nueva.',
  setupCode: 'Código de configuración del soporte',

  promptTitle: 'Ingrese su código de inicio de sesión',
  promptText: 'Su aplicación de autenticación muestra un código de seis dígitos para esta cuenta.',
  loggedInAs: 'Sesión iniciada como',
  useAnotherAccount: 'Usar otra cuenta',
  lostPhone: '¿Perdió su teléfono?',
  contactSupport: 'Contacte al soporte',

  openCaseTitle: 'Se pidió al soporte restablecer su autenticación de dos factores',
  openCaseText: (when) =>
    `Alguien dijo que su teléfono se perdió. El restablecimiento puede ocurrir desde el ${when}.`,
  veto: 'No fui yo: detenerlo',
  vetoed: 'El restablecimiento se detuvo. Si no fue usted, cambie su contraseña.',

  loading: 'Un momento …',
  checking: 'Comprobando …',
  tryAgain: 'Intentar de nuevo',
  tryAgainIn: (time) => `Podrá intentarlo de nuevo en ${time}.`,
  clockOff: (seconds) =>
    `El reloj de su teléfono está ${seconds > 0 ? 'adelantado' : 'atrasado'} cerca de ${minutes('es', seconds)}. Active la hora automática e inténtelo de nuevo.`,
  loginAgainTitle: 'Inicie sesión de nuevo',
  loginAgain: 'Cerrar sesión e iniciar de nuevo',
  anonymousTitle: 'No ha iniciado sesión',
  exemptTitle: 'Aquí no se necesita ningún código',
  lockedTitle: 'Esta cuenta está bloqueada',
  otherAccountTitle: 'Otra cuenta ha iniciado sesión',
  unreachableTitle: 'Sin respuesta por ahora',
  platformSilentTitle: 'La plataforma no responde',
  noDoorcodeTitle: 'Aquí no hay autenticación de dos factores',
  missing: {
    'login-form':
      'Doorcode no encontró el formulario de inicio de sesión en esta página, por lo que falta allí el campo del código. Inicie sesión como siempre; después se le pedirá el código.',
    'user-menu':
      'Doorcode no encontró el menú de usuario en esta página, por lo que falta allí su opción. Puede hacerlo todo aquí o en una página propia.',
  },

  protectSite: 'Proteger este sitio',
  protectSiteText:
    'Cuando pulse el botón, el navegador le preguntará si Doorcode puede actuar en este sitio; si el sitio usa Doorcode, se quedará aquí hasta que usted le haga olvidar el sitio.',
  managedSite: 'Su organización protege este sitio',
  managedSiteText:
    'Cuando pulse el botón, el navegador le preguntará si Doorcode puede actuar en este sitio.',
  siteNews: {
    'not-here': 'Este sitio no usa Doorcode. No se guardó nada y se devolvió el permiso.',
    unreachable:
      'El sitio no respondió. No se guardó nada y se devolvió el permiso. Inténtelo de nuevo en unos instantes.',
    'not-allowed': 'No lo permitió, así que no se cambió nada.',
    forgotten: 'Doorcode ya no actúa en este sitio.',
  },
  addedSite: 'Usted agregó este sitio a Doorcode.',
  forgetSite: 'Olvidarlo',

  refusals: {
    'code-required': 'Ingrese primero un código de su aplicación de autenticación.',
    'setup-required': 'Configure primero la autenticación de dos factores.',
    'setup-code-required': 'Ingrese el código de configuración que le dio el soporte.',
    'wrong-setup-code': 'Este código de configuración no es correcto. Revíselo.',
    'wrong-code': 'Este código no es correcto o ya se usó. Espere el siguiente e ingréselo.',
    'malformed-code': 'Un código tiene seis dígitos.',
    wait: 'Demasiados códigos incorrectos.',
    locked:
      'Se ingresaron demasiados códigos incorrectos. Solo el soporte puede darle acceso, restableciendo su autenticación de dos factores.',
    'not-logged-in':
      'Inicie sesión en la plataforma para configurar la autenticación de dos factores.',
    'login-again':
      'Por su seguridad, esto requiere un inicio de sesión reciente. Cierre la sesión, inicie sesión de nuevo y vuelva aquí.',
    'other-account':
      'Otra cuenta inició sesión en este navegador desde que abrió esta ventana. Recargue la página e inténtelo de nuevo.',
    'already-active': 'La autenticación de dos factores ya está activada.',
    'not-active': 'La autenticación de dos factores no está activada.',
    exempt:
      'Inició sesión con el proveedor de identidad de su organización, que se encarga del segundo factor.',
    'setup-over': 'Este código QR ya no es válido.',
    'case-closed': 'Este restablecimiento ya terminó.',
    'ambiguous-credentials':
      'Este navegador envió dos sesiones a la vez. Cierre sesión, cierre las demás pestañas de la plataforma y vuelva a iniciar sesión.',
    'forbidden-way': 'Aquí no se permite iniciar sesión de esta manera.',
    'not-same-origin': 'La solicitud no vino de la propia página de la plataforma y fue rechazada.',
    'unsupported-media-type': 'No se entendió la solicitud. Recargue la página.',
    'bad-request': 'No se entendió la solicitud. Recargue la página.',
    'too-large': 'El texto es demasiado largo.',
    'not-found': 'Esto no está disponible aquí.',
    'platform-unavailable':
      'La plataforma no responde en este momento. Inténtelo de nuevo en unos instantes.',
    internal: 'Algo falló de nuestro lado. Inténtelo de nuevo en unos instantes.',
    unreachable:
      'No se puede conectar con el servidor de la autenticación de dos factores. Compruebe su conexión e intente de nuevo.',
    'not-here':
      'Esta página no usa Doorcode, o no se ha recargado desde que Doorcode llegó a este navegador. Abra su plataforma en esta pestaña, o recárguela, e intente de nuevo.',
    covered:
      'Hay algo encima de este panel, o acaba de moverse; por eso no se hizo nada. Espere un momento y pulse de nuevo.',
  },
};
