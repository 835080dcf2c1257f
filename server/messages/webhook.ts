import { Webhook } from 'standardwebhooks';
import type { Deps } from '../deps.ts';
import { type Message, type Send, Unsendable } from '../domain/deliver-message.ts';

export type WebhookSettings = {
  readonly url: URL;
  /** `whsec_` and base64. */
  readonly secret: string;
};

/** What a webhook says of a message: our own id of the account, and who it is on the platform. */
export function webhookBody({ kind, at, accountId, realm, name, email, actor, seq }: Message) {
  return {
    type: `two_factor.${kind.replaceAll('-', '_')}`,
    timestamp: new Date(at).toISOString(),
    data: { account: { id: accountId, realm, name, email }, actor, auditRow: seq },
  };
}

/**
 * Tells a server of the operator's, signed as Standard Webhooks has it: the receiver knows that it comes
 * from here, and by `webhook-id` whether it has it already. Redirects are not followed.
 *
 * Source: the Standard Webhooks specification 1.0.
 */
export function createWebhook({ now }: Pick<Deps, 'now'>, { url, secret }: WebhookSettings): Send {
  const signer = new Webhook(secret);
  return async (message, signal) => {
    const body = JSON.stringify(webhookBody(message));
    const sentAt = new Date(now());
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal,
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': signer.sign(message.id, sentAt, body),
      },
      body,
    }).catch(complain);
    await response.body?.cancel();
    if (response.status === 410) throw new Unsendable('the receiver wants no more (410)');
    if (!response.ok) throw new Error(`The receiver answered ${response.status}.`);
  };
}

/** `fetch` says of everything that it failed; why is behind that. */
function complain(error: unknown): never {
  const { name, cause } = error as Error & { cause?: { code?: string } };
  throw new Error(`The receiver was not reached (${cause?.code ?? name}).`);
}
