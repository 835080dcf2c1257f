/** What support does, at the server's second listener. */
export type Support = {
  /** Looks the account up and resets its factor; answers the one-time set-up code. */
  reset(account: { realm: string; email: string }, reason?: string): Promise<string>;
};

export function newSupport(url: string, key: string): Support {
  async function call(path: string, body?: Record<string, unknown>): Promise<unknown> {
    const response = await fetch(new URL(path, url), {
      method: body ? 'POST' : 'GET',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }

  return {
    async reset({ realm, email }, reason = 'lost phone') {
      const query = new URLSearchParams({ realm, name: email });
      const found = (await call(`/support/v1/accounts?${query}`)) as { accounts: { id: string }[] };
      const [account, ...more] = found.accounts;
      if (!account || more.length > 0) {
        throw new Error(`${found.accounts.length} accounts instead of one: ${realm}/${email}`);
      }
      const path = `/support/v1/accounts/${account.id}/reset-cases`;
      return (
        (await call(path, { reason, ticket: 'T-1', identifiedBy: 'called back' })) as {
          setupCode: string;
        }
      ).setupCode;
    },
  };
}
