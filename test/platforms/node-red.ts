import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolEnvironment } from '../harness/environment.ts';
import { freePort } from '../harness/ports.ts';
import { installedFromNpm } from './npm-install.ts';
import { type PlatformKind, passwordHash, users } from './platform-kind.ts';
import { startProgram } from './program.ts';

/** Node-RED, its editor at /admin: below the default / the user's own flows would share its paths. */
export const nodeRed: PlatformKind = {
  profile: 'node-red',
  async start(_origin, folder) {
    const home = installedFromNpm('node-red');
    const port = await freePort();
    const upstream = `http://127.0.0.1:${port}`;
    const settings = join(folder, 'settings.js');
    await writeFile(
      settings,
      `module.exports = ${JSON.stringify(settingsOf(port, folder), null, 2)};\n`,
    );
    const script = join(home, 'node_modules/node-red/red.js');
    const program = await startProgram(process.execPath, [script, '--settings', settings], {
      cwd: folder,
      env: toolEnvironment(),
      answersAt: `${upstream}/admin/auth/login`,
    });
    return { upstream, ...program };
  },
};

function settingsOf(port: number, folder: string) {
  return {
    uiHost: '127.0.0.1',
    uiPort: port,
    httpAdminRoot: '/admin',
    userDir: folder,
    flowFile: 'flows.json',
    credentialSecret: 'of a test',
    adminAuth: {
      type: 'credentials',
      users: users.map((username) => ({ username, password: passwordHash, permissions: '*' })),
    },
    // Nothing that leaves this machine, and nothing that stands before the editor.
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false, multiplayer: { enabled: false } },
    externalModules: { palette: { allowInstall: false, catalogues: [] } },
    logging: { console: { level: 'info', metrics: false, audit: false } },
  };
}
