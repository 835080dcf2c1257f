import { z } from 'zod';

/** How users and the operator's systems are told of what happens to accounts. */
export type MessageSettings = {
  /** In which language, where an account's is not known. */
  readonly language: 'en' | 'pt-BR' | 'es';
  /** Null: nobody is told by e-mail. */
  readonly mail: { readonly server: URL; readonly from: string } | null;
  /** Null: no server is told. */
  readonly webhook: { readonly url: URL; readonly secret: string } | null;
};

/** `Name <a@b>` or an address alone, in one line. */
const sender = z
  .string()
  .regex(
    /^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/,
    'must be an e-mail address, or Name <address>',
  );

/** The client takes options from the query, which could switch off what makes the wire safe. */
const smtp = z
  .url({ protocol: /^smtps?$/, error: 'must be smtp://… or smtps://…', abort: true })
  .refine(
    (address) => {
      const { hostname, pathname, search, hash } = new URL(address);
      return hostname !== '' && /^\/?$/.test(pathname) && search === '' && hash === '';
    },
    { error: 'must be scheme, user and password, host and port only' },
  );

const webhookSecret = z.string().refine(
  (secret) => {
    const [, base64 = ''] = /^whsec_(.+)$/.exec(secret) ?? [];
    const bytes = Buffer.from(base64, 'base64');
    return bytes.toString('base64') === base64 && bytes.length >= 24 && bytes.length <= 64;
  },
  { error: 'must be whsec_ and base64 of 24 to 64 bytes' },
);

export const messageEnvironment = {
  DOORCODE_LANGUAGE: z.enum(['en', 'pt-BR', 'es']).default('en'),
  DOORCODE_SMTP_URL: smtp.optional(),
  DOORCODE_MAIL_FROM: sender.optional(),
  DOORCODE_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an https address' })
    .optional(),
  DOORCODE_WEBHOOK_SECRET: webhookSecret.optional(),
};

type Settings = z.infer<z.ZodObject<typeof messageEnvironment>>;

/**
 * @throws Error that names the setting which is missing or unsafe.
 */
export function readMessages(
  settings: Settings,
  isLoopback: (host: string) => boolean,
): MessageSettings {
  const {
    DOORCODE_SMTP_URL: server,
    DOORCODE_MAIL_FROM: from,
    DOORCODE_WEBHOOK_URL: hook,
    DOORCODE_WEBHOOK_SECRET: secret,
  } = settings;
  if ((server === undefined) !== (from === undefined)) {
    throw new Error('Give both DOORCODE_SMTP_URL and DOORCODE_MAIL_FROM, or neither.');
  }
  if ((hook === undefined) !== (secret === undefined)) {
    throw new Error('Give both DOORCODE_WEBHOOK_URL and DOORCODE_WEBHOOK_SECRET, or neither.');
  }
  const url = hook === undefined ? null : new URL(hook);
  if (url?.username || url?.password) {
    throw new Error(
      'DOORCODE_WEBHOOK_URL must have no user and password: the signature says who calls.',
    );
  }
  if (url?.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new Error(
      'DOORCODE_WEBHOOK_URL is plain http and not this machine: names would cross a network in the clear.',
    );
  }
  return {
    language: settings.DOORCODE_LANGUAGE,
    mail: server === undefined || from === undefined ? null : { server: new URL(server), from },
    webhook: url === null || secret === undefined ? null : { url, secret },
  };
}
