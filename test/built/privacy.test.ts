import { expect, test } from 'vitest';
import { isTest, readSources } from '../conventions/sources.ts';
import { readTables } from '../conventions/tables.ts';
import { builtForAll } from './browsers.ts';
import { permissions } from './manifest-rules.ts';

const document = 'docs/privacy.md';

/** Keys of a manifest that give an extension something; permissions are named one by one. */
const asking = [
  'content_scripts',
  'host_permissions',
  'optional_host_permissions',
  'optional_permissions',
  'web_accessible_resources',
];

test('A59 each browser is asked for exactly the permissions of the list', () => {
  for (const { manifest, browser } of builtForAll()) {
    expect(manifest.permissions, browser).toEqual(permissions);
  }
});

test('the privacy statement gives a reason for everything that the built manifests ask for', () => {
  const asked = new Map<string, string[]>();
  for (const { browser, manifest } of builtForAll()) {
    const named = [
      ...(manifest.permissions as string[]),
      ...asking.filter((key) => Object.hasOwn(manifest, key)),
    ];
    for (const name of named) asked.set(name, [...(asked.get(name) ?? []), browser]);
  }
  const documented = readTables(document, ['in the manifest', 'browser', 'what for']).map(
    ({ cells }): [string, string[]] => [
      cells['in the manifest']?.replaceAll('`', '') ?? '',
      cells.browser === 'both' ? ['chrome', 'firefox'] : [cells.browser?.toLowerCase() ?? ''],
    ],
  );
  expect(documented.sort()).toEqual([...asked].sort());
});

test('the privacy statement names every key that the extension stores something under', () => {
  const sources = readSources('extension/**/*.{ts,tsx}').filter((source) => !isTest(source));
  const stored = sources.flatMap(({ path, text }) => [
    ...Array.from(text.matchAll(/\bstorage\.(?:local|session|sync)\.set\(([^;]*)\);/g), (match) =>
      keysOf(match[1] ?? '', path),
    ).flat(),
    ...Array.from(
      text.matchAll(/\b(?:local|session)Storage\.setItem\(\s*(\w+|'[^']+')/g),
      (match) => textOf(match[1] ?? '', text),
    ),
  ]);
  const documented = readTables(document, ['key', 'where', 'what', 'until']).map(({ cells }) =>
    cells.key?.replaceAll('`', ''),
  );
  expect(documented.sort()).toEqual([...new Set(stored)].sort());
});

/** The keys of an object as it is written down. */
function keysOf(written: string, path: string): string[] {
  const keys = Array.from(
    written.matchAll(/(?:^\{|,)\s*(\w+)(?=\s*[,:}])/g),
    ([, key]) => key ?? '',
  );
  if (keys.length === 0) throw new Error(`${path} stores ${written}: write its keys down there.`);
  return keys;
}

/** A text, or what the constant of that name says. */
function textOf(written: string, source: string): string {
  const literal = /^'(.*)'$/.exec(written)?.[1];
  return literal ?? new RegExp(`\\bconst ${written} = '([^']+)'`).exec(source)?.[1] ?? written;
}
