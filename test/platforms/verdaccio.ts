import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolEnvironment } from '../harness/environment.ts';
import { freePort } from '../harness/ports.ts';
import type { Request } from '../harness/request.ts';
import { installedFromNpm } from './npm-install.ts';
import { type PlatformKind, password, passwordHash, users } from './platform-kind.ts';
import { startProgram } from './program.ts';

/** Verdaccio with no registry behind it, and a package that only who is logged in may see. */
export const verdaccio: PlatformKind = {
  profile: 'verdaccio',
  async start(origin, folder) {
    const home = installedFromNpm('verdaccio');
    const port = await freePort();
    const upstream = `http://127.0.0.1:${port}`;
    const lines = users.map((user) => `${user}:${passwordHash}:autocreated 2026-01-01\n`);
    await writeFile(join(folder, 'htpasswd'), lines.join(''));
    await mkdir(join(folder, 'storage'));
    const config = join(folder, 'config.yaml');
    // YAML takes JSON.
    await writeFile(config, JSON.stringify(configOf(folder), null, 2));
    const script = join(home, 'node_modules/verdaccio/bin/verdaccio');
    const words = [script, '--config', config, '--listen', `127.0.0.1:${port}`];
    const program = await startProgram(process.execPath, words, {
      cwd: folder,
      env: toolEnvironment({ VERDACCIO_PUBLIC_URL: origin }),
      answersAt: `${upstream}/-/ping`,
    });
    return { upstream, ...program };
  },
};

/** What only somebody may do, but for the token. */
export const verdaccioWays: readonly Request[] = [
  { path: '/-/npm/v1/user' },
  { path: '/-/npm/v1/tokens' },
  {
    method: 'POST',
    path: '/-/npm/v1/tokens',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ password, readonly: true, cidr_whitelist: [] }),
  },
];

function configOf(folder: string) {
  return {
    storage: join(folder, 'storage'),
    auth: { htpasswd: { file: join(folder, 'htpasswd'), max_users: -1, algorithm: 'bcrypt' } },
    uplinks: {},
    // By default no identity endpoint takes the web page's token.
    security: {
      api: { jwt: { sign: { expiresIn: '7d' } } },
      web: { sign: { expiresIn: '7d' } },
    },
    packages: {
      'secret-*': { access: '$authenticated', publish: '$authenticated' },
      '**': { access: '$all', publish: '$authenticated' },
    },
    // Tests log in more often than a hundred times in a quarter of an hour.
    userRateLimit: { windowMs: 60_000, max: 10_000 },
    web: { gravatar: false },
    log: { type: 'stdout', format: 'pretty', level: 'warn' },
  };
}
