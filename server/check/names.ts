/*
 * What platforms call a session. A profile that forgot one of these is the commonest hole, and nobody
 * sees it in a browser, which sends the others.
 */

export const usualCookies = [
  ...['session', 'sessionid', 'session_id', 'session-id', 'sess', 'sid', 'SID', 'JSESSIONID'],
  ...['PHPSESSID', 'ASP.NET_SessionId', '.AspNetCore.Session', '.AspNetCore.Cookies'],
  ...['.ASPXAUTH', 'connect.sid', 'laravel_session', '_session_id', 'ci_session', 'koa.sess'],
  ...['token', 'auth', 'auth_token', 'authToken', 'access_token', 'accessToken', 'jwt', 'id_token'],
  ...['Authorization', 'authorization', 'bearer', 'user', 'user_session', 'login', 'api_key'],
  ...['remember_token', 'remember_me', 'rememberme', 'refresh_token', 'X-Auth-Token'],
] as const;

export const usualParameters = [
  ...['access_token', 'token', 'auth_token', 'auth', 'authorization', 'bearer_token', 'api_key'],
  ...['apikey', 'apiKey', 'key', 'jwt', 'id_token', 'session', 'sessionid', 'session_id', 'sid'],
  ...['JSESSIONID', 'jsessionid', 'PHPSESSID', 'ticket', 'private_token', 'user_token', 't'],
] as const;

export const usualHeaders = [
  ...['X-API-Key', 'X-Auth-Token', 'X-Access-Token', 'X-Session-Token', 'X-Session-Id'],
  ...['X-Session', 'X-Token', 'X-User-Token', 'X-Authorization', 'X-JWT', 'X-JWT-Assertion'],
  ...['Token', 'Api-Key', 'ApiKey', 'Auth-Token', 'Access-Token', 'Session-Id', 'Session-Token'],
  ...['Private-Token', 'X-Cookie', 'Cookie2', 'Proxy-Authorization', 'Authentication'],
  ...['X-Forwarded-Authorization', 'X-Original-Authorization', 'X-Forwarded-Access-Token'],
] as const;

/** Names that a platform may keep from older releases, or give to a second cookie of the same kind. */
export function relatives(name: string): string[] {
  const bare = name.replace(/^__(Host|Secure)-/, '');
  return [
    ...[`__Host-${bare}`, `__Secure-${bare}`, bare],
    ...['_legacy', '_old', '-legacy', '2', '_v2', 'id', '_id', '_token', '.sig'].map(
      (tail) => `${bare}${tail}`,
    ),
    ...['legacy_', 'old_', 'x-', '_', 'admin_', 'api_'].map((head) => `${head}${bare}`),
  ];
}

/** Each once, in order, without those that the profile has. */
export function without(names: readonly string[], known: (name: string) => boolean): string[] {
  return [...new Set(names)].filter((name) => !known(name));
}
