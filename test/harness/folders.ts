import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Absolute paths; `root` is the checkout. */
export const folders = {
  root,
  /** The built extensions, one folder a browser. */
  dist: `${root}dist`,
  /** What `npm start` keeps between two runs. */
  data: `${root}data`,
} as const;
