import type { Import } from './sources.ts';

/** What a room may import: rooms at run time, rooms for their types alone, packages. */
type Room = {
  readonly values: readonly string[];
  readonly types?: readonly string[];
  readonly packages?: readonly string[];
};

/**
 * The server's rooms from the top down: each knows only rooms below it. What a request meets first
 * stands first; the rules stand low and the tables lowest.
 */
export const serverRooms: Readonly<Record<string, Room>> = {
  main: { values: ['server', 'config', 'log'] },
  server: {
    values: ['door', 'routes', 'messages', 'domain', 'store', 'log'],
    types: ['config', 'deps'],
    packages: ['@hono/node-server'],
  },
  door: {
    values: ['app', 'gate', 'log'],
    types: ['config', 'deps'],
    packages: ['@hono/node-server'],
  },
  cli: { values: ['check', 'domain', 'store', 'config', 'profile', 'log'], types: ['gate'] },
  check: { values: ['gate'], types: ['profile'], packages: ['node-html-parser'] },
  app: { values: ['routes', 'log'], types: ['gate', 'deps'], packages: ['hono'] },
  routes: {
    values: ['gate', 'pages', 'domain', 'log'],
    types: ['deps'],
    packages: ['hono', '@hono/zod-openapi', '@hono/zod-validator', 'zod'],
  },
  gate: {
    values: ['pages', 'domain', 'log'],
    types: ['store', 'deps', 'profile'],
    packages: ['node-html-parser'],
  },
  messages: {
    values: ['pages', 'domain'],
    types: ['deps'],
    packages: ['hono', 'nodemailer', 'standardwebhooks'],
  },
  pages: { values: ['domain'], types: ['deps', 'profile'], packages: ['hono', 'qrcode'] },
  domain: { values: ['store', 'deps', 'log'], types: ['policy'], packages: ['otpauth', 'zod'] },
  store: { values: ['schema'], packages: ['drizzle-orm', 'libsql', '@libsql/client'] },
  schema: { values: [], packages: ['drizzle-orm'] },
  config: { values: ['profile'], types: ['store', 'policy'], packages: ['zod'] },
  deps: { values: [], types: ['log', 'policy', 'profile', 'store'] },
  policy: { values: [] },
  profile: { values: [], packages: ['zod'] },
  log: { values: [] },
};

/**
 * The extension's rooms: `ui` would make sense in another product, `platform` knows foreign pages,
 * `sites` on which origins the content script runs.
 */
export const extensionRooms: Readonly<Record<string, Room>> = {
  entrypoints: {
    values: ['features', 'sites', 'ui', 'platform', 'messages', 'api-client', 'api-detour'],
    packages: ['wxt'],
  },
  features: {
    values: ['sites', 'ui', 'platform', 'messages', 'texts'],
    packages: ['preact', 'wxt'],
  },
  sites: { values: ['messages'], packages: ['wxt'] },
  ui: { values: [], packages: ['preact'] },
  platform: { values: ['texts'] },
  messages: { values: [], types: ['api-client', 'texts'], packages: ['wxt'] },
  texts: { values: [], types: ['messages'] },
  'script-life': { values: [], packages: ['wxt'] },
  'api-detour': { values: ['api-client'], packages: ['wxt'] },
  'api-client': { values: [], packages: ['hono'] },
};

/** The room of a file: its folder right under the part, or its own name; the schema is one of its own. */
export function roomOf(path: string): string {
  if (path === 'server/store/schema.ts') return 'schema';
  const [, inside = ''] = path.split('/');
  return inside.replace(/\.tsx?$/, '');
}

/** What is wrong with an import of a part (`server` or `extension`), as a sentence, or null. */
export function wrongArrow(
  part: string,
  rooms: Readonly<Record<string, Room>>,
  { from, line, target, isRelative, isType }: Import,
): string | null {
  const name = roomOf(from);
  const room = rooms[name];
  if (!room) return `${from} stands in no room that test/conventions/rooms.ts knows.`;
  if (!isRelative) {
    const found = target.startsWith('@')
      ? target.split('/').slice(0, 2).join('/')
      : target.split('/')[0];
    if (target.startsWith('node:') || room.packages?.includes(found ?? '')) return null;
    return `${from}:${line} imports ${target}, which "${name}" does not know: move the line to the room that does.`;
  }
  if (!target.startsWith(`${part}/`)) {
    return `${from}:${line} imports ${target}, outside of ${part}/: nothing in ${part}/ may depend on that.`;
  }
  const other = roomOf(target);
  if (other === name || room.values.includes(other)) return null;
  if (room.types?.includes(other)) {
    return isType
      ? null
      : `${from}:${line} imports ${target}: "${name}" may know types of "${other}" only, so write \`import type\`.`;
  }
  return `${from}:${line} imports ${target}: no arrow leads from "${name}" to "${other}". Ask a room between them, or move the line.`;
}
