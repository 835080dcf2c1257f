import type { MessageTexts } from './texts.ts';

export const es: MessageTexts = {
  lang: 'es',
  subject: {
    activated: 'La autenticación de dos factores está activada',
    replaced: 'Su autenticación de dos factores tiene un teléfono nuevo',
    deactivated: 'La autenticación de dos factores está desactivada',
    'recovery-codes-renewed': 'Tiene nuevos códigos de recuperación',
    'few-recovery-codes': 'Le quedan pocos códigos de recuperación',
    'many-failures': 'Se ingresaron códigos incorrectos para su cuenta',
    locked: 'Su cuenta está bloqueada',
    'reset-opened': 'Se pidió al soporte restablecer su autenticación de dos factores',
    'reset-cancelled': 'El restablecimiento de su autenticación de dos factores se canceló',
    'reset-vetoed': 'El restablecimiento de su autenticación de dos factores se detuvo',
    'reset-done': 'Su autenticación de dos factores se restableció',
    'bypass-issued': 'El soporte creó un código para que entre sin su teléfono',
    'bypass-used': 'Su cuenta se abrió con un código del soporte',
  },
  body: {
    activated:
      'Desde ahora cada inicio de sesión pide un código de su aplicación de autenticación.',
    replaced: 'Desde ahora solo se aceptan los códigos del teléfono nuevo.',
    deactivated: 'Desde ahora su contraseña sola abre su cuenta.',
    'recovery-codes-renewed': 'Los códigos de recuperación que tenía antes ya no valen nada.',
    'few-recovery-codes':
      'Tres como máximo. Genere nuevos en el menú de usuario, en Autenticación de dos factores, antes de que se acaben.',
    'many-failures': 'Alguien que conoce su contraseña ingresó varios códigos incorrectos.',
    locked:
      'Alguien que conoce su contraseña ingresó cien códigos incorrectos seguidos. Ahora solo el soporte puede ayudar.',
    'reset-opened':
      'Alguien dijo al soporte que su teléfono se perdió. Después del restablecimiento, su contraseña lleva a una nueva configuración, con un código de un solo uso que el soporte entrega.',
    'reset-cancelled': 'Nada ha cambiado: los códigos de su teléfono funcionan como antes.',
    'reset-vetoed':
      'Nada ha cambiado: los códigos de su teléfono funcionan como antes. Quien pidió el restablecimiento quizá conozca su contraseña: cámbiela.',
    'reset-done':
      'Todas las sesiones han terminado. En el próximo inicio de sesión su contraseña lleva a una nueva configuración, que pide el código de un solo uso que el soporte entregó.',
    'bypass-issued':
      'Abre su cuenta una vez, dentro de la próxima hora, a quien además conozca su contraseña.',
    'bypass-used':
      'El código ya se usó. En el próximo inicio de sesión se pedirá de nuevo el teléfono.',
  },
  account: 'Cuenta',
  when: 'Cuándo',
  stopText: (until) =>
    `¿No fue usted quien lo pidió? Entonces deténgalo ahora; puede llevarse a cabo desde el ${until}.`,
  stop: 'Detener el restablecimiento',
  notYou: 'Si no fue usted: cambie su contraseña de inmediato y contacte al soporte.',
  contact: 'Soporte',
  footer: (sender) =>
    `${sender} envía este mensaje por la seguridad de su cuenta. Nunca pide su contraseña ni un código.`,
};
