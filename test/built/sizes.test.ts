import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { builtForAll } from './browsers.ts';
import { loadedBy } from './loaded.ts';

/*
 * Sizes as a kilobyte of 1,000 bytes counts them, packed as hard as gzip can. Over the limit: find what
 * grew, or write a decision that says why it may.
 */
const contentScript = 12_000;
const onePage = 25_000;

const packed = (bytes: Buffer) => gzipSync(bytes, { level: 9 }).length;

describe.each(builtForAll())('built for $browser', ({ files }) => {
  test('the script in every page of the platform has at most 12 kB', () => {
    const script = files.get('content-scripts/platform.js') ?? Buffer.alloc(0);
    expect(script.length).toBeGreaterThan(0);
    expect(packed(script)).toBeLessThanOrEqual(contentScript);
  });

  test.each(['panel.html', 'popup.html'])('%s opens with at most 25 kB', (page) => {
    const sizes = loadedBy(files, page, packed).map(
      (path) => [path, packed(files.get(path) ?? Buffer.alloc(0))] as const,
    );
    expect(sum(sizes), JSON.stringify(sizes)).toBeLessThanOrEqual(onePage);
  });
});

describe('what one opening loads', () => {
  const text = (content: string) => Buffer.from(content);
  const files = new Map([
    [
      'panel.html',
      text('<script type="module" src="/chunks/panel-1.js"></script><link href="/a.css">'),
    ],
    ['chunks/panel-1.js', text('import{a as b}from"./shared-1.js";let l=()=>import(`./qr-1.js`)')],
    [
      'chunks/shared-1.js',
      text(
        'import"./base-1.js";let t={en:()=>import("./en-1.js"),es:()=>import("./es-1.js")};export{t}',
      ),
    ],
    ['chunks/base-1.js', text('export{x}from"./deep-1.js"')],
    ['chunks/deep-1.js', text('1')],
    ['chunks/qr-1.js', text('1')],
    ['chunks/en-1.js', text('short')],
    ['chunks/es-1.js', text('much longer')],
    ['chunks/popup-1.js', text('1')],
    ['a.css', text('')],
  ]);

  test('is followed through every import, with the largest language, and nothing else', () => {
    expect(loadedBy(files, 'panel.html', (bytes) => bytes.length).sort()).toEqual([
      'a.css',
      'chunks/base-1.js',
      'chunks/deep-1.js',
      'chunks/es-1.js',
      'chunks/panel-1.js',
      'chunks/qr-1.js',
      'chunks/shared-1.js',
      'panel.html',
    ]);
  });

  test('is not summed up where a file is missing', () => {
    const fewer = new Map(files);
    fewer.delete('chunks/deep-1.js');
    expect(() => loadedBy(fewer, 'panel.html', (bytes) => bytes.length)).toThrow(
      'chunks/deep-1.js was not built',
    );
  });
});

function sum(sizes: readonly (readonly [string, number])[]): number {
  return sizes.reduce((all, [, size]) => all + size, 0);
}
