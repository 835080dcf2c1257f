import { PASSWORD } from './accounts.ts';

/**
 * A cookie jar with a fetch: what a browser is to the platform, for tests without one. `origin` is
 * the platform's own address or the one of whatever stands before it.
 */
export function newVisitor(origin: string) {
  const jar = new Map<string, string>();

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (jar.size > 0 && !headers.has('cookie')) headers.set('cookie', cookieHeader());
    const response = await fetch(new URL(path, origin), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  }

  function keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
    const over = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
    if (over) jar.delete(name.trim());
    else jar.set(name.trim(), value.trim());
  }

  function cookieHeader(): string {
    return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Opens the form at `path` and answers the login token in it. */
  async function loginToken(path = '/login'): Promise<string> {
    const page = await (await send(path)).text();
    return /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  }

  function postForm(path: string, fields: Record<string, string>): Promise<Response> {
    return send(path, { method: 'POST', body: new URLSearchParams(fields) });
  }

  return {
    jar,
    send,
    postForm,
    cookieHeader,
    loginToken,

    /** Logs in by the form, with a fresh token. */
    async logIn(email: string, realm = 'acme', password = PASSWORD): Promise<Response> {
      return postForm('/login', { realm, email, password, token: await loginToken() });
    },

    /** Logs in through the identity provider. */
    async logInByIdentityProvider(accountId: string): Promise<Response> {
      return postForm('/idp', { account: accountId, token: await loginToken('/idp') });
    },
  };
}

export type Visitor = ReturnType<typeof newVisitor>;
