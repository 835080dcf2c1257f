import { minutes } from './minutes.ts';
import type { Texts } from './texts.ts';

export const es: Texts = {
  lang: 'es',
  feature: 'Autenticación de dos factores',
  codeTitle: 'Ingrese su código de inicio de sesión',
  codeText: 'Su aplicación de autenticación muestra un código de seis dígitos para esta cuenta.',
  lockedTitle: 'Esta cuenta está bloqueada',
  code: 'Código',
  continue: 'Continuar',
  setUpTitle: 'Configurar autenticación',
  setUpText:
    'Use una aplicación de autenticación (Google Authenticator, Microsoft Authenticator, LastPass Password Manager, etc.) para obtener un código de verificación en dos pasos. Le pediremos un código cada vez que inicie sesión.',
  setUpAgainText:
    'El soporte restableció su autenticación anterior. Antes de continuar, configure una nueva con el código de configuración de un solo uso que le dio el soporte.',
  setUpAnewText:
    'El soporte restableció su autenticación anterior. Antes de continuar, configure una nueva.',
  setupCode: 'Código de configuración del soporte',
  start: 'Mostrar el código QR',
  scan: 'Escanee este código QR con su aplicación de autenticación e ingrese el código que ella muestre.',
  scanned:
    'Ingrese el código que su aplicación de autenticación muestra ahora. Si la aplicación aún no tiene esta cuenta, empiece de nuevo.',
  byHand: '¿Sin cámara? Ingrese esta clave a mano',
  activate: 'Activar',
  startOver: 'Empezar de nuevo',
  activeTitle: 'La autenticación de dos factores está activada.',
  activeText: 'Para desactivarla, ingrese su código de autenticación.',
  deactivate: 'Desactivar',
  exemptTitle: 'Aquí no se necesita ningún código',
  exemptText: 'Usted entró por su proveedor de identidad, que se ocupa del segundo factor.',
  anonymousTitle: 'No ha iniciado sesión',
  anonymousText: 'Inicie sesión primero en la plataforma.',
  scriptNeeded: 'Active JavaScript: su sesión en esta plataforma solo puede leerla un script.',
  goToPlatform: 'Ir a la plataforma',
  back: 'Volver a la plataforma',
  otherAccount: 'Usar otra cuenta',
  lostPhone: '¿Perdió su teléfono?',
  contactSupport: 'Contacte al soporte',
  ambiguousTitle: 'Su navegador envió dos inicios de sesión a la vez',
  ambiguousText:
    'Por su seguridad no se dejó entrar a nadie. Recargue la página; si se repite, cierre la sesión e inicie de nuevo.',
  reload: 'Recargar',
  signOut: 'Cerrar sesión',
  unavailableTitle: 'La plataforma no responde',
  unavailableText:
    'No se pudo preguntar de quién es esta sesión. Inténtelo de nuevo en un momento.',
  tryAgain: 'Intentar de nuevo',
  loggedInAs: 'Sesión iniciada como',
  useRecoveryCode: 'Usar un código de recuperación',
  recoveryCode: 'Código de recuperación',
  recoveryCodeText:
    'Ingrese uno de los códigos de recuperación que guardó. Cada uno sirve una vez. Un código que le dio el soporte también sirve aquí.',
  useThisCode: 'Usar este código',
  recoveryCodesTitle: 'Sus códigos de recuperación',
  recoveryCodesText:
    'Cada uno de estos códigos le permite entrar una vez cuando no tenga el teléfono a mano, o configurar otro teléfono. Guárdelos en un lugar seguro, pero no en ese teléfono.',
  shownOnce: 'No se mostrarán de nuevo.',
  newPhoneWorks:
    'Su teléfono nuevo está configurado. Los códigos del anterior y sus códigos de recuperación anteriores ya no sirven.',
  oldCodesEnded: 'Sus códigos de recuperación anteriores ya no sirven.',
  replacePhone: 'Cambiar de teléfono',
  replaceText:
    'Ingrese un código que muestre su teléfono anterior, o un código de recuperación, para obtener un nuevo código QR.',
  oldPhoneWorks: 'Su teléfono anterior funciona hasta que se confirme el nuevo.',
  eitherCode: 'Código o código de recuperación',
  newCodes: 'Códigos de recuperación nuevos',
  newCodesText:
    'Ingrese un código de su aplicación de autenticación para obtener diez códigos de recuperación nuevos. Los anteriores dejarán de servir.',
  sixDigits: 'Código de seis dígitos',
  showNewCodes: 'Mostrar códigos nuevos',
  getNewCodes: 'Obtenga códigos nuevos antes de necesitarlos.',
  logInAgain: 'Iniciar sesión de nuevo',
  wrongRecoveryCode: 'Este código no es correcto, ya se usó o ha vencido.',
  malformedRecoveryCode:
    'Un código de recuperación tiene 15 letras y números, como KQ7MA-CDEFG-HJKMN; un código del soporte tiene 20.',
  wrongEitherCode:
    'Este código no es correcto o ya se usó. Ingrese el siguiente u otro código de recuperación.',
  malformedEitherCode:
    'Ingrese los seis dígitos de su aplicación de autenticación o un código de recuperación.',
  setupEnded:
    'Esa configuración terminó: ya se confirmó o tardó demasiado. Si no guardó sus códigos de recuperación, obtenga nuevos abajo.',
  waitUntil: (seconds) =>
    seconds > 90
      ? `Inténtelo de nuevo en ${Math.ceil(seconds / 60)} minutos.`
      : `Inténtelo de nuevo en ${seconds} segundos.`,
  clockOff: (seconds) =>
    `El reloj de su teléfono está ${seconds > 0 ? 'adelantado' : 'atrasado'} cerca de ${minutes('es', seconds)}. Active la hora automática e ingrese el siguiente código.`,
  recoveryCodesLeft: (count) => {
    if (count === 0) return 'Ya no le quedan códigos de recuperación.';
    if (count === 1) return 'Le queda un código de recuperación.';
    return `Le quedan ${count} códigos de recuperación.`;
  },
  failuresBefore: (count) =>
    count === 1
      ? 'Se ingresó un código incorrecto antes de su último código correcto. Si no fue usted, cambie su contraseña.'
      : `Se ingresaron ${count} códigos incorrectos antes de su último código correcto. Si no fue usted, cambie su contraseña.`,
  vetoTitle: 'Se pidió al soporte restablecer su autenticación de dos factores',
  veto: 'No fui yo: detener el restablecimiento',
  vetoIgnore: 'Si lo pidió usted, no haga nada: seguirá su curso.',
  vetoedTitle: 'El restablecimiento se detuvo',
  vetoedText:
    'Nada ha cambiado: los códigos de su teléfono funcionan como antes. Quien pidió el restablecimiento quizá conozca su contraseña: cámbiela y avise al soporte.',
  cancelledTitle: 'El restablecimiento se canceló',
  cancelledText:
    'El soporte lo cerró y nada ha cambiado: los códigos de su teléfono funcionan como antes.',
  doneTitle: 'El restablecimiento se llevó a cabo',
  doneText:
    'Ya no se puede detener. Si no lo pidió usted, avise al soporte de inmediato y cambie su contraseña.',
  vetoText: (when) =>
    `Alguien dijo que su teléfono se perdió. El soporte puede llevar a cabo el restablecimiento desde el ${when}.`,
  reasons: {
    'code-required': 'Ingrese primero el código de su aplicación de autenticación.',
    'setup-required': 'Esta cuenta debe configurar primero la autenticación de dos factores.',
    'setup-code-required':
      'Ingrese el código de configuración de un solo uso que le dio el soporte.',
    'wrong-setup-code': 'Este código de configuración no es correcto.',
    'wrong-code': 'Este código no es correcto o ya se usó. Espere el siguiente e ingréselo.',
    'malformed-code': 'Un código tiene seis dígitos.',
    wait: 'Demasiados códigos incorrectos.',
    locked:
      'Hubo demasiados códigos incorrectos seguidos, por eso esta cuenta está bloqueada. Ahora solo el soporte puede ayudar.',
    'not-logged-in': 'Inicie sesión primero en la plataforma.',
    'login-again':
      'Por su seguridad, esto requiere un inicio de sesión reciente. Cierre la sesión, inicie sesión de nuevo y vuelva aquí.',
    'other-account': 'Este navegador tiene ahora la sesión de otra cuenta. Recargue la página.',
    'already-active': 'La autenticación de dos factores ya está activada.',
    'not-active': 'La autenticación de dos factores no está activada.',
    exempt: 'Usted entró por su proveedor de identidad: no se necesita ningún código.',
    'setup-over': 'Esta configuración terminó. Empiece de nuevo para obtener un nuevo código QR.',
    'case-closed':
      'Ya no hay nada que detener: este restablecimiento ya se hizo, se canceló o se detuvo.',
    'ambiguous-credentials': 'La petición llegó con dos inicios de sesión a la vez.',
    'forbidden-way': 'Aquí no se permite iniciar sesión de esta manera.',
    'not-same-origin': 'Esta petición no vino de las páginas de la propia plataforma.',
    'unsupported-media-type': 'La petición tiene un tipo de contenido incorrecto.',
    'bad-request': 'No se pudo entender la petición.',
    'too-large': 'La petición es demasiado grande.',
    'not-found': 'No hay nada en esta dirección.',
    'platform-unavailable': 'La plataforma no responde. Inténtelo de nuevo en un momento.',
    internal: 'Algo salió mal de nuestro lado. No se cambió nada.',
  },
};
