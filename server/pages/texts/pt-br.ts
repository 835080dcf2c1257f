import { minutes } from './minutes.ts';
import type { Texts } from './texts.ts';

export const ptBr: Texts = {
  lang: 'pt-BR',
  feature: 'Autenticação de dois fatores',
  codeTitle: 'Informe seu código de login',
  codeText: 'Seu aplicativo de autenticação mostra um código de seis dígitos para esta conta.',
  lockedTitle: 'Esta conta está bloqueada',
  code: 'Código',
  continue: 'Continuar',
  setUpTitle: 'Configurar autenticação',
  setUpText:
    'Use um aplicativo de autenticação (Google Authenticator, Microsoft Authenticator, Lastpass Password manager e assim por diante) para obter um código que permita uma verificação em duas etapas. Solicitaremos um código de login toda vez que você se conectar.',
  setUpAgainText:
    'Sua autenticação anterior foi redefinida pelo suporte. Antes de continuar, configure uma nova com o código de configuração de uso único que o suporte informou.',
  setUpAnewText:
    'Sua autenticação anterior foi redefinida pelo suporte. Antes de continuar, configure uma nova.',
  setupCode: 'Código de configuração do suporte',
  start: 'Mostrar o QR code',
  scan: 'Leia este QR code com seu aplicativo de autenticação e informe o código que ele mostrar.',
  scanned:
    'Informe o código que seu aplicativo de autenticação mostra agora. Se o aplicativo ainda não tem esta conta, comece de novo.',
  byHand: 'Sem câmera? Digite esta chave manualmente',
  activate: 'Ativar',
  startOver: 'Começar de novo',
  activeTitle: 'A autenticação de dois fatores está ativada.',
  activeText: 'Para desativá-la, informe seu código de autenticação',
  deactivate: 'Desativar',
  exemptTitle: 'Nenhum código é necessário aqui',
  exemptText: 'Você entrou pelo seu provedor de identidade, que cuida do segundo fator.',
  anonymousTitle: 'Você não está conectado',
  anonymousText: 'Entre primeiro na plataforma.',
  scriptNeeded: 'Ative o JavaScript: só um script consegue ler o seu acesso a esta plataforma.',
  goToPlatform: 'Ir para a plataforma',
  back: 'Voltar à plataforma',
  otherAccount: 'Usar outra conta',
  lostPhone: 'Perdeu o celular?',
  contactSupport: 'Fale com o suporte',
  ambiguousTitle: 'Seu navegador enviou dois logins ao mesmo tempo',
  ambiguousText:
    'Para sua segurança, ninguém foi autorizado. Recarregue a página; se acontecer de novo, saia e entre outra vez.',
  reload: 'Recarregar',
  signOut: 'Sair',
  unavailableTitle: 'A plataforma não responde',
  unavailableText: 'Não foi possível perguntar de quem é esta sessão. Tente de novo em instantes.',
  tryAgain: 'Tentar de novo',
  loggedInAs: 'Conectado como',
  useRecoveryCode: 'Usar um código de recuperação',
  recoveryCode: 'Código de recuperação',
  recoveryCodeText:
    'Informe um dos códigos de recuperação que você guardou. Cada um funciona uma vez. Um código que o suporte informou também serve aqui.',
  useThisCode: 'Usar este código',
  recoveryCodesTitle: 'Seus códigos de recuperação',
  recoveryCodesText:
    'Cada um destes códigos permite entrar uma vez quando você estiver sem o celular, ou configurar outro celular. Guarde-os em um lugar seguro, mas não nesse celular.',
  shownOnce: 'Eles não serão mostrados de novo.',
  newPhoneWorks:
    'Seu novo celular está configurado. Os códigos do antigo e seus códigos de recuperação antigos não funcionam mais.',
  oldCodesEnded: 'Seus códigos de recuperação antigos não funcionam mais.',
  replacePhone: 'Trocar de celular',
  replaceText:
    'Informe um código que seu celular antigo mostra, ou um código de recuperação, para receber um novo QR code.',
  oldPhoneWorks: 'Seu celular antigo funciona até que o novo seja confirmado.',
  eitherCode: 'Código ou código de recuperação',
  newCodes: 'Novos códigos de recuperação',
  newCodesText:
    'Informe um código do seu aplicativo de autenticação para receber dez novos códigos de recuperação. Os antigos deixarão de funcionar.',
  sixDigits: 'Código de seis dígitos',
  showNewCodes: 'Mostrar novos códigos',
  getNewCodes: 'Gere novos códigos antes de precisar deles.',
  logInAgain: 'Fazer login novamente',
  wrongRecoveryCode: 'Este código não está certo, já foi usado ou expirou.',
  malformedRecoveryCode:
    'Um código de recuperação tem 15 letras e números, como KQ7MA-CDEFG-HJKMN; um código do suporte tem 20.',
  wrongEitherCode:
    'Este código não está certo ou já foi usado. Informe o próximo ou outro código de recuperação.',
  malformedEitherCode:
    'Informe os seis dígitos do seu aplicativo de autenticação ou um código de recuperação.',
  setupEnded:
    'Aquela configuração terminou: já foi confirmada ou demorou demais. Se você não guardou seus códigos de recuperação, gere novos abaixo.',
  waitUntil: (seconds) =>
    seconds > 90
      ? `Tente de novo em ${Math.ceil(seconds / 60)} minutos.`
      : `Tente de novo em ${seconds} segundos.`,
  clockOff: (seconds) =>
    `O relógio do seu celular está cerca de ${minutes('pt-BR', seconds)} ${seconds > 0 ? 'adiantado' : 'atrasado'}. Ative a hora automática e informe o próximo código.`,
  recoveryCodesLeft: (count) => {
    if (count === 0) return 'Você não tem mais códigos de recuperação.';
    if (count === 1) return 'Você ainda tem um código de recuperação.';
    return `Você ainda tem ${count} códigos de recuperação.`;
  },
  failuresBefore: (count) =>
    count === 1
      ? 'Um código errado foi informado antes do seu último código correto. Se não foi você, troque a sua senha.'
      : `${count} códigos errados foram informados antes do seu último código correto. Se não foi você, troque a sua senha.`,
  vetoTitle: 'Pediram ao suporte para redefinir sua autenticação de dois fatores',
  veto: 'Não fui eu: interromper a redefinição',
  vetoIgnore: 'Se foi você quem pediu, não faça nada: ela seguirá em frente.',
  vetoedTitle: 'A redefinição foi interrompida',
  vetoedText:
    'Nada mudou: os códigos do seu celular funcionam como antes. Quem pediu a redefinição talvez saiba sua senha: troque-a e avise o suporte.',
  cancelledTitle: 'A redefinição foi cancelada',
  cancelledText:
    'O suporte a encerrou e nada mudou: os códigos do seu celular funcionam como antes.',
  doneTitle: 'A redefinição foi feita',
  doneText:
    'Não é mais possível interrompê-la. Se não foi você quem a pediu, avise o suporte imediatamente e troque sua senha.',
  vetoText: (when) =>
    `Alguém disse que seu celular foi perdido. O suporte pode fazer a redefinição a partir de ${when}.`,
  reasons: {
    'code-required': 'Informe primeiro o código do seu aplicativo de autenticação.',
    'setup-required': 'Esta conta precisa primeiro configurar a autenticação de dois fatores.',
    'setup-code-required': 'Informe o código de configuração de uso único que o suporte informou.',
    'wrong-setup-code': 'Este código de configuração não está certo.',
    'wrong-code': 'Este código não está certo ou já foi usado. Espere o próximo e informe-o.',
    'malformed-code': 'Um código tem seis dígitos.',
    wait: 'Muitos códigos errados.',
    locked:
      'Houve muitos códigos errados seguidos, por isso esta conta está bloqueada. Só o suporte pode ajudar agora.',
    'not-logged-in': 'Entre primeiro na plataforma.',
    'login-again':
      'Para sua segurança, isto exige um login recente. Saia, faça login novamente e volte aqui.',
    'other-account': 'Este navegador está agora conectado com outra conta. Recarregue a página.',
    'already-active': 'A autenticação de dois fatores já está ativada.',
    'not-active': 'A autenticação de dois fatores não está ativada.',
    exempt: 'Você entrou pelo seu provedor de identidade: nenhum código é necessário.',
    'setup-over': 'Esta configuração terminou. Comece de novo para receber um novo QR code.',
    'case-closed':
      'Não há mais nada a interromper: esta redefinição já foi feita, cancelada ou interrompida.',
    'ambiguous-credentials': 'A requisição veio com dois logins ao mesmo tempo.',
    'forbidden-way': 'Esta forma de login não é permitida aqui.',
    'not-same-origin': 'Esta requisição não veio das páginas da própria plataforma.',
    'unsupported-media-type': 'A requisição tem o tipo de conteúdo errado.',
    'bad-request': 'A requisição não pôde ser entendida.',
    'too-large': 'A requisição é grande demais.',
    'not-found': 'Não há nada neste endereço.',
    'platform-unavailable': 'A plataforma não responde. Tente de novo em instantes.',
    internal: 'Algo deu errado do nosso lado. Nada foi alterado.',
  },
};
