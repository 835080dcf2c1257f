/** Headers by which clients claim to be let in, to be somebody, or to come from or go to somewhere else. */
export const claims = [
  ...['Forwarded', 'X-Forwarded', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto'],
  ...['X-Forwarded-Port', 'X-Forwarded-Prefix', 'X-Forwarded-Path', 'X-Forwarded-Scheme'],
  ...['X-Forwarded-Server', 'X-Forwarded-Ssl', 'X-Forwarded-By', 'X-Forwarded-Uri'],
  ...['X-Forwarded-Method', 'X-Forwarded-User', 'X-Forwarded-Email', 'X-Forwarded-Groups'],
  ...['X-Forwarded-Preferred-Username', 'X-Forwarded-Access-Token', 'X-Forwarded-Client-Cert'],
  ...['X-Original-URL', 'X-Original-URI', 'X-Original-Method', 'X-Original-Host'],
  ...['X-Rewrite-URL', 'X-Rewrite-URI', 'X-Real-IP', 'X-Real-Host', 'X-Real-User'],
  ...['Remote-User', 'Remote-Name', 'Remote-Email', 'Remote-Groups'],
  ...['X-Remote-User', 'X-Remote-IP', 'X-Remote-Addr', 'X-Remote-Email', 'X-Remote-Groups'],
  ...['X-Auth-Request-User', 'X-Auth-Request-Email', 'X-Auth-Request-Groups'],
  ...['X-Auth-Request-Access-Token', 'X-Auth-User', 'X-Auth-Email', 'X-Auth-Token'],
  ...['X-Authenticated-User', 'X-Authenticated-Email', 'X-Authenticated-Userid'],
  ...['X-WebAuth-User', 'X-WebAuth-Email', 'X-API-Key', 'Proxy-Authorization'],
  ...['X-Two-Factor-Cookie', 'X-Two-Factor-Authorization'],
] as const;

/** The same name as some platforms read it, too. */
export function spellingsOf(name: string): string[] {
  return [
    name,
    name.toLowerCase(),
    name.toUpperCase(),
    name.replaceAll('-', '_'),
    name.toLowerCase().replace('-', '_'),
    name.replaceAll('-', '.'),
  ];
}

/** Values that would change something, if anybody believed them. */
export const tellingClaims: readonly Readonly<Record<string, string>>[] = [
  { 'X-Forwarded-Method': 'OPTIONS', 'X-Forwarded-Uri': '/support' },
  { 'X-Forwarded-Method': 'POST', 'X-Forwarded-Uri': '/login' },
  { 'X-Forwarded-Method': 'POST', 'X-Forwarded-Uri': '/logout' },
  { 'X-Forwarded-Uri': '/.two-factor/v1/state' },
  { 'X-Original-URL': '/login', 'X-Original-URI': '/login', 'X-Original-Method': 'POST' },
  { 'X-Rewrite-URL': '/support', 'X-HTTP-Method-Override': 'OPTIONS' },
  { 'X-Forwarded-For': '127.0.0.1', 'X-Real-IP': '127.0.0.1', Forwarded: 'for=127.0.0.1' },
  { 'X-Forwarded-Host': 'elsewhere.example', 'X-Forwarded-Proto': 'https' },
  { 'X-Forwarded-User': 'ada@acme.example', 'Remote-User': 'ada@acme.example' },
  { 'X-Two-Factor': '1', 'Sec-Fetch-Site': 'same-origin' },
];
