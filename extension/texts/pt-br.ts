import { minutes } from './minutes.ts';
import { pageTexts } from './page-texts.ts';
import type { Texts } from './texts.ts';

export const ptBr: Texts = {
  ...pageTexts['pt-BR'],

  setUpTitle: 'Configurar autenticação',
  setUpText:
    'Use um aplicativo de autenticação (Google Authenticator, Microsoft Authenticator, Lastpass Password manager e assim por diante) para obter um código que permita uma verificação em duas etapas. Solicitaremos um código de login toda vez que você se conectar.',
  code: 'Código',
  activate: 'Ativar',
  deactivationTitle: 'A autenticação de dois fatores está ativada.',
  deactivationText: 'Para desativá-la, informe seu código de autenticação',
  deactivate: 'Desativar',

  chooseApp: 'Escolha um aplicativo para o seu celular',
  anotherApp: 'Outro aplicativo',
  anotherAppHint: 'Serve qualquer aplicativo que gere códigos de seis dígitos (TOTP).',
  opensNewTab: 'abre em uma nova aba',
  scanStore: 'Instalar com a câmera do celular',
  storeQrCode: (app, store) => `QR code: ${app} na ${store}`,
  showQrCode: 'Mostrar o QR code',
  continue: 'Continuar',
  back: 'Voltar',
  scan: (app) => `Escaneie este QR code com ${app}.`,
  theApp: 'o seu aplicativo',
  openInApp: 'Abrir no seu aplicativo',
  qrCode: 'QR code para o seu aplicativo de autenticação',
  timeLeft: (time) => `Este QR code é válido por ${time}.`,
  startOver: 'Começar de novo',
  cannotScan: 'Sem câmera? Digite esta chave manualmente',
  copy: 'Copiar a chave',
  copied: 'Copiada',
  copyFailed: 'Selecione a chave e copie manualmente.',
  shownAs: 'O aplicativo mostrará',
  typeCode: 'Depois, digite os seis dígitos que o aplicativo mostra.',
  setupOver: 'Este QR code não é mais válido.',
  newQrCode: 'Mostrar um novo QR code',
  switchedOff: 'A autenticação de dois fatores está desativada.',

  recoveryTitle: 'Seus códigos de recuperação',
  recoveryText:
    'Cada um destes códigos permite entrar uma vez quando você estiver sem o celular, ou configurar outro celular. Guarde-os em um lugar seguro, mas não nesse celular. Eles não serão mostrados de novo.',
  copyCodes: 'Copiar os códigos',
  copiedCodes: 'Copiados',
  copyCodesFailed: 'Selecione os códigos e copie manualmente.',
  downloadCodes: 'Baixar',
  printCodes: 'Imprimir',
  codesFor: (platform) => `Códigos de recuperação de ${platform}`,
  account: 'Conta',
  date: 'Data',
  keptCodes: 'Guardei estes códigos',
  tickFirst: 'Guarde primeiro os códigos e marque esta caixa.',
  newPhoneWorks:
    'Seu novo celular está configurado. Os códigos do antigo e seus códigos de recuperação antigos não funcionam mais.',
  oldCodesEnded: 'Seus códigos de recuperação antigos não funcionam mais.',
  newCodes: 'Novos códigos de recuperação',
  newCodesText:
    'Informe um código do seu aplicativo de autenticação para receber dez novos códigos de recuperação. Os antigos deixarão de funcionar.',
  showNewCodes: 'Mostrar novos códigos',
  recoveryCode: 'Código de recuperação',
  recoveryCodeText:
    'Informe um dos códigos de recuperação que você guardou. Cada um funciona uma vez.',
  supportCodeToo: 'Um código do suporte também serve.',
  useRecoveryCode: 'Usar um código de recuperação',
  useAppCode: 'Usar um código do aplicativo',
  wrongRecoveryCode: 'Este código não está certo, já foi usado ou expirou.',
  malformedRecoveryCode: 'Verifique as letras: um código de recuperação é como KQ7MA-CDEFG-HJKMN.',

  replacePhone: 'Trocar de celular',
  replaceTitle: 'Trocar de celular',
  replaceText: 'O celular antigo funciona até que o novo seja confirmado.',
  replaceFirst: 'Para começar, informe um código que o antigo mostra.',

  mustSetUpText:
    'Sua autenticação anterior foi redefinida pelo suporte. Antes de continuar, configure uma nova com o código de configuração de uso único que o suporte informou.',
  mustSetUpFreely:
    'Sua autenticação anterior foi redefinida pelo suporte. Antes de continuar, configure uma nova.',
  setupCode: 'Código de configuração do suporte',

  promptTitle: 'Informe seu código de login',
  promptText: 'Seu aplicativo de autenticação mostra um código de seis dígitos para esta conta.',
  loggedInAs: 'Conectado como',
  useAnotherAccount: 'Usar outra conta',
  lostPhone: 'Perdeu o celular?',
  contactSupport: 'Fale com o suporte',

  openCaseTitle: 'Pediram ao suporte para redefinir sua autenticação de dois fatores',
  openCaseText: (when) =>
    `Alguém disse que seu celular foi perdido. A redefinição pode ocorrer a partir de ${when}.`,
  veto: 'Não fui eu: interromper a redefinição',
  vetoed: 'A redefinição foi interrompida. Se não foi você, troque a sua senha.',

  loading: 'Um momento …',
  checking: 'Verificando …',
  tryAgain: 'Tentar de novo',
  tryAgainIn: (time) => `Você poderá tentar novamente em ${time}.`,
  clockOff: (seconds) =>
    `O relógio do seu celular está cerca de ${minutes('pt-BR', seconds)} ${seconds > 0 ? 'adiantado' : 'atrasado'}. Ative a hora automática e tente novamente.`,
  loginAgainTitle: 'Faça login novamente',
  loginAgain: 'Sair e fazer login novamente',
  anonymousTitle: 'Você não está conectado',
  exemptTitle: 'Nenhum código é necessário aqui',
  lockedTitle: 'Esta conta está bloqueada',
  otherAccountTitle: 'Outra conta está conectada',
  unreachableTitle: 'Sem resposta no momento',
  platformSilentTitle: 'A plataforma não responde',
  noDoorcodeTitle: 'Aqui não há autenticação de dois fatores',
  missing: {
    'login-form':
      'O Doorcode não encontrou o formulário de login nesta página, por isso o campo do código não aparece nele. Entre como de costume; o código será pedido depois.',
    'user-menu':
      'O Doorcode não encontrou o menu do usuário nesta página, por isso não há uma opção nele. Você pode fazer tudo aqui ou em uma página própria.',
  },

  protectSite: 'Proteger este site',
  protectSiteText:
    'Quando você pressionar o botão, o navegador perguntará se o Doorcode pode atuar neste site; se o site usar o Doorcode, ele ficará aqui até que você o faça esquecer o site.',
  managedSite: 'Sua organização protege este site',
  managedSiteText:
    'Quando você pressionar o botão, o navegador perguntará se o Doorcode pode atuar neste site.',
  siteNews: {
    'not-here': 'Este site não usa o Doorcode. Nada foi guardado, e a permissão foi devolvida.',
    unreachable:
      'O site não respondeu. Nada foi guardado, e a permissão foi devolvida. Tente novamente em instantes.',
    'not-allowed': 'Você não permitiu, então nada foi alterado.',
    forgotten: 'O Doorcode não atua mais neste site.',
  },
  addedSite: 'Você adicionou este site ao Doorcode.',
  forgetSite: 'Esquecer',

  refusals: {
    'code-required': 'Informe primeiro um código do seu aplicativo de autenticação.',
    'setup-required': 'Configure primeiro a autenticação de dois fatores.',
    'setup-code-required': 'Informe o código de configuração que o suporte lhe deu.',
    'wrong-setup-code': 'Este código de configuração não está correto. Confira-o.',
    'wrong-code': 'Este código não está certo ou já foi usado. Espere o próximo e informe-o.',
    'malformed-code': 'Um código tem seis dígitos.',
    wait: 'Muitos códigos errados.',
    locked:
      'Foram informados muitos códigos errados. Só o suporte pode liberar o acesso, redefinindo a sua autenticação de dois fatores.',
    'not-logged-in': 'Entre na plataforma para configurar a autenticação de dois fatores.',
    'login-again':
      'Para sua segurança, isto exige um login recente. Saia, faça login novamente e volte aqui.',
    'other-account':
      'Outra conta entrou neste navegador desde que você abriu esta janela. Recarregue a página e tente novamente.',
    'already-active': 'A autenticação de dois fatores já está ativada.',
    'not-active': 'A autenticação de dois fatores não está ativada.',
    exempt:
      'Você entrou pelo provedor de identidade da sua organização, que cuida do segundo fator.',
    'setup-over': 'Este QR code não é mais válido.',
    'case-closed': 'Esta redefinição já terminou.',
    'ambiguous-credentials':
      'Este navegador enviou dois logins ao mesmo tempo. Saia, feche as outras abas da plataforma e entre novamente.',
    'forbidden-way': 'Esta forma de login não é permitida aqui.',
    'not-same-origin': 'O pedido não veio da própria página da plataforma e foi recusado.',
    'unsupported-media-type': 'O pedido não foi entendido. Recarregue a página.',
    'bad-request': 'O pedido não foi entendido. Recarregue a página.',
    'too-large': 'O texto é longo demais.',
    'not-found': 'Isto não está disponível aqui.',
    'platform-unavailable':
      'A plataforma não está respondendo no momento. Tente novamente em instantes.',
    internal: 'Algo deu errado do nosso lado. Tente novamente em instantes.',
    unreachable:
      'Não foi possível alcançar o servidor da autenticação de dois fatores. Verifique a sua conexão e tente de novo.',
    'not-here':
      'Esta página não usa o Doorcode, ou não foi recarregada desde que o Doorcode chegou a este navegador. Abra a sua plataforma nesta aba, ou recarregue-a, e tente de novo.',
    covered:
      'Há algo sobre este painel, ou ele acabou de se mover; por isso nada foi feito. Aguarde um momento e pressione de novo.',
  },
};
