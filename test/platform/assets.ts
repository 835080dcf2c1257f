import { readFile } from 'node:fs/promises';
import type { Routes } from './visit.ts';

const TYPES = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml' } as const;

const FILES: ReadonlyArray<readonly [string, keyof typeof TYPES]> = [
  ['platform.css', 'css'],
  ['icon.svg', 'svg'],
  ['menu.js', 'js'],
  ['menu-only.js', 'js'],
  ['board.js', 'js'],
  ['home.js', 'js'],
  ['spa.js', 'js'],
  ['worker.js', 'js'],
];

/** The files that pages load: a closed list, so that no path leads anywhere else. */
export const assetRoutes: Routes = Object.fromEntries(
  FILES.map(([name, type]) => [
    `GET /assets/${name}`,
    async ({ response }) => {
      const file = await readFile(new URL(`./public/${name}`, import.meta.url));
      response.writeHead(200, {
        'Content-Type': `${TYPES[type]}; charset=utf-8`,
        // For the worker, which is there for all pages.
        'Service-Worker-Allowed': '/',
      });
      response.end(file);
    },
  ]),
);
