import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { folders } from '../harness/folders.ts';

/** One file of ours; `path` from the project's root, with slashes. */
export type Source = { readonly path: string; readonly text: string };

/** One import or re-export of a source. */
export type Import = {
  readonly from: string;
  readonly line: number;
  /** A path from the project's root for a relative import, else the package with its subpath. */
  readonly target: string;
  readonly isRelative: boolean;
  /** `import type` and nothing else: gone before the program runs. */
  readonly isType: boolean;
};

/**
 * The files that match, in order.
 *
 * @throws when a pattern matches nothing: a rule over no files would hold for ever.
 */
export function readSources(...patterns: string[]): Source[] {
  const paths = patterns.flatMap((pattern) => {
    // Platforms that tests install have folders of their own, full of others' files.
    const found = globSync(pattern, { cwd: folders.root }).filter(
      (path) => !path.includes('node_modules/'),
    );
    if (found.length === 0) throw new Error(`No file matches ${pattern}.`);
    return found;
  });
  return paths
    .sort()
    .map((path) => ({ path, text: readFileSync(join(folders.root, path), 'utf8') }));
}

export function isTest({ path }: Source): boolean {
  return /\.(test|spec)\.tsx?$/.test(path);
}

const statement = /^(?:import|export)\b(\s+type\b)?(?:[^'";]*?\bfrom)?\s*'([^'\n]+)'/gm;
/** `import('…')`, in a type or when the program runs: both hide from whoever reads the file's head. */
const inline = /\bimport\(\s*['"`]([^'"`\n]+)/g;

/** Everything that a source imports, in whatever form. */
export function importsOf({ path, text }: Source): Import[] {
  const found = (match: RegExpExecArray, target: string, isType: boolean): Import => {
    const isRelative = target.startsWith('.');
    return {
      from: path,
      line: lineAt(text, match.index),
      target: isRelative ? normalize(join(dirname(path), target)) : target,
      isRelative,
      isType,
    };
  };
  return [
    ...Array.from(text.matchAll(statement), (m) => found(m, m[2] ?? '', m[1] !== undefined)),
    ...Array.from(text.matchAll(inline), (m) => found(m, m[1] ?? '', false)),
  ];
}

/** Where a pattern is found, as `file:line`; the pattern needs the flag `g`. */
export function places({ path, text }: Source, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), (match) => `${path}:${lineAt(text, match.index)}`);
}

/** Lines that are neither empty nor comment alone: nobody shall save on reasons. */
export function linesOfCode(sources: readonly Source[]): number {
  const isCode = (line: string) => !/^\s*($|\/\/|\/\*|\*)/.test(line);
  return sources.reduce((sum, { text }) => sum + text.split('\n').filter(isCode).length, 0);
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
