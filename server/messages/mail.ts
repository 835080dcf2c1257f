import { createTransport } from 'nodemailer';
import type { Deps } from '../deps.ts';
import { type Send, sendPatience, Unsendable } from '../domain/deliver-message.ts';
import { mailText, plain } from './mail-text.ts';
import type { Language } from './texts/texts.ts';

export type MailSettings = {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly server: URL;
  readonly from: string;
};

/** One mailbox and nothing beside it: it is the platform's word, and may be a user's own. */
const isAddress = /^[^\s\p{C}<>()@,;:"\\]+@[^\s\p{C}<>()@,;:"\\]+$/u;

/**
 * Tells users by e-mail. A server that hangs costs each message half a minute, and nobody else anything.
 *
 * @param usual for accounts of which no language is known.
 */
export function createMail(deps: Deps, { server, from }: MailSettings, usual: Language): Send {
  // What leaves this machine must be encrypted; on it there is nobody to read along.
  const isHere = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(server.hostname);
  const patience = sendPatience / 3;
  const transport = createTransport({
    url: server.href,
    requireTLS: server.protocol === 'smtp:' && !isHere,
    ignoreTLS: server.protocol === 'smtp:' && isHere,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return async (message, signal) => {
    const { id, email, name } = message;
    if (!email || !isAddress.test(email)) {
      throw new Unsendable('the account has no e-mail address', true);
    }
    const words = await mailText(deps, message, usual);
    try {
      await transport.sendMail({
        ...words,
        // The server's own limits begin anew with each byte.
        signal,
        from,
        to: { name: plain(name ?? ''), address: email },
        messageId: `<${id}@${new URL(deps.origin).hostname}>`,
        date: new Date(message.at),
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw complaintOf(error);
    }
  };
}

/**
 * Without the server's own words, which may have the address in them. A no to this very message is for good
 * (RFC 5321 §4.2.1: 5yz); one to our login is not: an operator mends it.
 */
function complaintOf(error: unknown): Error {
  const { responseCode = 0, command = '', code = 'failed' } = error as Record<string, unknown>;
  const said = responseCode === 0 ? code : `answered ${responseCode}`;
  const words = `The mail server: ${said} (${command || 'no command'})`;
  const isForGood = Number(responseCode) >= 500 && /^(RCPT TO|DATA)$/.test(String(command));
  return isForGood ? new Unsendable(words) : new Error(words);
}
