import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it came over the wire. */
export type Mail = { readonly to: readonly string[]; readonly source: string };

/** A real SMTP server on this machine that keeps what it is sent; it may hang, or refuse. */
export async function startSmtp() {
  const mails: Mail[] = [];
  let behaviour: 'takes' | 'hangs' | 'refuses' = 'takes';
  const hanging: (() => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onConnect(_, done) {
      if (behaviour === 'hangs') hanging.push(done);
      else done();
    },
    onRcptTo(_, __, done) {
      if (behaviour !== 'refuses') return done();
      done(
        Object.assign(new Error('No such mailbox as user1@acme.example'), { responseCode: 550 }),
      );
    },
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, source: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    /** Connections that wait for an answer. */
    hanging,
    become(next: typeof behaviour) {
      behaviour = next;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  };
}

export type Smtp = Awaited<ReturnType<typeof startSmtp>>;

/** The text of a mail's part of this kind, as a mail program shows it. */
export function partOf({ source }: Mail, type: 'text/plain' | 'text/html'): string {
  const [, part = ''] = source.split(new RegExp(`Content-Type: ${type}[^\\r\\n]*\\r\\n`, 'i'));
  const [head = '', ...rest] = part.split('\r\n\r\n');
  const [body = ''] = rest.join('\r\n\r\n').split('\r\n----');
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString();
  if (!/quoted-printable/i.test(head)) return body;
  const bytes = body
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(bytes, 'latin1').toString();
}
