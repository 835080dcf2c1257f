import type { MessageTexts } from './texts.ts';

export const ptBr: MessageTexts = {
  lang: 'pt-BR',
  subject: {
    activated: 'A autenticação de dois fatores está ativada',
    replaced: 'Sua autenticação de dois fatores tem um novo celular',
    deactivated: 'A autenticação de dois fatores está desativada',
    'recovery-codes-renewed': 'Você tem novos códigos de recuperação',
    'few-recovery-codes': 'Restam poucos códigos de recuperação',
    'many-failures': 'Códigos errados foram informados para sua conta',
    locked: 'Sua conta está bloqueada',
    'reset-opened': 'Pediram ao suporte para redefinir sua autenticação de dois fatores',
    'reset-cancelled': 'A redefinição da sua autenticação de dois fatores foi cancelada',
    'reset-vetoed': 'A redefinição da sua autenticação de dois fatores foi interrompida',
    'reset-done': 'Sua autenticação de dois fatores foi redefinida',
    'bypass-issued': 'O suporte gerou um código para você entrar sem o celular',
    'bypass-used': 'Sua conta foi aberta com um código do suporte',
  },
  body: {
    activated: 'A partir de agora, cada login pede um código do seu aplicativo de autenticação.',
    replaced: 'A partir de agora, somente os códigos do novo celular são aceitos.',
    deactivated: 'A partir de agora, sua senha sozinha abre sua conta.',
    'recovery-codes-renewed': 'Os códigos de recuperação que você tinha antes não valem mais nada.',
    'few-recovery-codes':
      'Três no máximo. Gere novos no menu do usuário, em Autenticação de dois fatores, antes que acabem.',
    'many-failures': 'Alguém que sabe sua senha informou vários códigos errados.',
    locked:
      'Alguém que sabe sua senha informou cem códigos errados seguidos. Agora só o suporte pode ajudar.',
    'reset-opened':
      'Alguém disse ao suporte que seu celular foi perdido. Depois da redefinição, sua senha leva a uma nova configuração, com um código de uso único que o suporte informa.',
    'reset-cancelled': 'Nada mudou: os códigos do seu celular funcionam como antes.',
    'reset-vetoed':
      'Nada mudou: os códigos do seu celular funcionam como antes. Quem pediu a redefinição talvez saiba sua senha: troque-a.',
    'reset-done':
      'Todas as sessões foram encerradas. No próximo login, sua senha leva a uma nova configuração, que pede o código de uso único informado pelo suporte.',
    'bypass-issued':
      'Ele abre sua conta uma vez, dentro da próxima hora, para quem também souber sua senha.',
    'bypass-used': 'O código já foi usado. No próximo login, o celular será pedido de novo.',
  },
  account: 'Conta',
  when: 'Quando',
  stopText: (until) =>
    `Não foi você quem pediu? Então interrompa agora; a redefinição pode ser feita a partir de ${until}.`,
  stop: 'Interromper a redefinição',
  notYou: 'Se não foi você: troque sua senha imediatamente e fale com o suporte.',
  contact: 'Suporte',
  footer: (sender) =>
    `${sender} envia esta mensagem pela segurança da sua conta. Ela nunca pede sua senha nem um código.`,
};
