import { describe, expect, test } from 'vitest';
import { builtForAll } from './browsers.ts';
import type { Files } from './file-rules.ts';

/** What the stores take: Chrome's and Firefox's limits, the stricter of the two. */
const atMost = { name: 45, description: 132 } as const;
const languages = ['en', 'es', 'pt_BR'];

describe.each(builtForAll())('built for $browser', ({ files, manifest }) => {
  test('name and description stand in three languages, short enough for both stores', () => {
    const found = [...files.keys()].filter((path) => path.startsWith('_locales/'));
    expect(found).toEqual(languages.map((language) => `_locales/${language}/messages.json`));
    const texts = found.map((path) => messagesOf(files, path));
    for (const key of ['name', 'description'] as const) {
      for (const text of texts) {
        expect(text[key]?.message.length, text[key]?.message).toBeLessThanOrEqual(atMost[key]);
      }
      expect(new Set(texts.map((text) => text[key]?.message)).size, key).toBe(languages.length);
    }
    expect(texts.map((text) => Object.keys(text))).toEqual(
      languages.map(() => Object.keys(atMost)),
    );
  });

  test('each icon has the size that it is named for, and the stores’ sizes are there', () => {
    const icons = manifest.icons as Record<string, string>;
    expect(Object.keys(icons)).toEqual(['16', '32', '48', '96', '128']);
    const { default_icon: inToolbar } = manifest.action as { default_icon: Record<string, string> };
    for (const [size, path] of [...Object.entries(icons), ...Object.entries(inToolbar)]) {
      expect(sizeOf(files.get(path)), path).toEqual([Number(size), Number(size)]);
    }
  });
});

function messagesOf(files: Files, path: string) {
  const text = files.get(path)?.toString('utf8') ?? '{}';
  return JSON.parse(text) as Partial<Record<string, { message: string }>>;
}

/** Width and height, from the first chunk of a PNG (RFC 2083 §4.1.1). */
function sizeOf(png: Buffer | undefined): [number, number] {
  if (png?.toString('latin1', 1, 4) !== 'PNG') throw new Error('This is no PNG.');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
