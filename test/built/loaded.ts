import { posix } from 'node:path';
import type { Files } from './file-rules.ts';

/** Texts come in a chunk a language: one opening needs one of them. */
const aLanguage = /^chunks\/(?:en|es|pt-br)-[\w-]+\.js$/i;

const tags = /<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+)"/g;
const imports =
  /\b(?:import|export)\b[^"'`;()]*?["']([^"'`]+\.js)["']|\bimport\(\s*["'`]([^"'`]+)["'`]/g;

/**
 * The files that one opening of a page of ours can load, in one language: what its HTML names, and
 * every chunk that these import or may import later on (the QR code's, say). Of the languages' chunks
 * it is the largest.
 */
export function loadedBy(files: Files, page: string, weigh: (bytes: Buffer) => number): string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const next of namedIn(files, path)) visit(next);
  };
  visit(page);
  const weightOf = (path: string) => weigh(bytesOf(files, path));
  const [largest, ...others] = [...seen]
    .filter((path) => aLanguage.test(path))
    .sort((a, b) => weightOf(b) - weightOf(a));
  return [...seen].filter((path) => path === largest || !others.includes(path));
}

function namedIn(files: Files, path: string): string[] {
  const text = bytesOf(files, path).toString('utf8');
  const pattern = path.endsWith('.html') ? tags : path.endsWith('.js') ? imports : null;
  if (!pattern) return [];
  return Array.from(text.matchAll(pattern), ([, first, second]) => {
    const target = first ?? second ?? '';
    return target.startsWith('/') ? target.slice(1) : posix.join(posix.dirname(path), target);
  });
}

/** @throws where a file names another that was not built: then the sum would be too small. */
function bytesOf(files: Files, path: string): Buffer {
  const bytes = files.get(path);
  if (!bytes) throw new Error(`${path} was not built.`);
  return bytes;
}
