import { environment } from '../harness/environment.ts';
import { builtExtension, type Target, targets } from '../harness/extension-build.ts';
import { manifestOf, readBuilt } from './check-built.ts';
import type { Files } from './file-rules.ts';
import type { Asked, Manifest } from './manifest-rules.ts';

/** The extension as it was built for one browser. */
export type BuiltFor = {
  readonly browser: Target;
  readonly folder: string;
  readonly asked: Asked;
  readonly files: Files;
  readonly manifest: Manifest;
};

/** Match patterns know no ports; the same origins as the builder, read by other means. */
const matches = (environment.extensionOrigins || 'http://localhost:4000').split(',').map(
  (origin) =>
    `${origin
      .trim()
      .replace(/(?<=[^/:]):\d+/, '')
      .replace(/\/$/, '')}/*`,
);

/** What stands in dist/, for the browsers one after the other. */
export function builtForAll(): BuiltFor[] {
  return targets.map((browser) => {
    const folder = builtExtension(browser);
    const files = readBuilt(folder);
    return { browser, folder, asked: { browser, matches }, files, manifest: manifestOf(files) };
  });
}
