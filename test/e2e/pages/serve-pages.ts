import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fixture, type Reply, serve } from '../../fixtures/serve.ts';
import { withoutLogin } from './without-login.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Every page made after an application, by the name of its file. */
export const pageNames = globSync('*.html', { cwd: folder })
  .map((file) => basename(file, '.html'))
  .sort();

/** The cookie of somebody who is logged in; its value is their name. */
export const sessionCookie = 'session';

/** What a page says to whoever asks: it has one part for nobody and one for somebody. */
export function partOf(html: string, somebody: boolean): string {
  return html.replace(
    /<!-- nobody -->(.*?)<!-- somebody -->(.*?)<!-- end -->/s,
    somebody ? '$2' : '$1',
  );
}

export function readPage(name: string): string {
  return readFileSync(join(folder, `${name}.html`), 'utf8');
}

/** A platform whose pages are those of many: who is logged in sees the inside of each. */
export function servePages(): Promise<Fixture> {
  return serve({
    who: ({ cookies }) => cookies.get(sessionCookie) ?? null,
    answer: ({ path }, who) => answer(path, who),
  });
}

function answer(path: string, who: string | null): Reply {
  if (path === '/whoami') {
    if (!who) return { status: 401, json: {} };
    return { json: { id: who, name: who, email: `${who}@acme.example` } };
  }
  const [, kind, name = ''] = path.split('/');
  const headers = { 'Content-Type': 'text/html; charset=utf-8' };
  if (kind === 'app' && pageNames.includes(name)) {
    return { headers, html: partOf(readPage(name), who !== null) };
  }
  const body = kind === 'other' ? withoutLogin[decodeURIComponent(name)] : undefined;
  if (body === undefined) return { status: 204 };
  return { headers, html: `<!doctype html><html lang="en"><title>${name}</title><body>${body}` };
}
