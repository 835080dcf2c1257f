import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toolEnvironment } from '../harness/environment.ts';
import { freePort } from '../harness/ports.ts';
import { findProgram } from '../harness/programs.ts';
import type { Request } from '../harness/request.ts';
import { type PlatformKind, password, type UserName, users } from './platform-kind.ts';
import { startProgram } from './program.ts';

/** Where Debian's package puts it. */
const home = '/usr/share/mediawiki';

/**
 * Every user can make a password for programs: sessions by it have a cookie of their own. MediaWiki
 * writes every name with a capital, and for these the one who logs in must, too.
 */
export const bot: { owner: UserName; name: string; password: string } = {
  owner: 'fred',
  name: 'Fred@bot',
  password: '0123456789abcdefghijklmnopqrstuv',
};

/** Why it cannot be started here, or null. It comes from Debian alone: elsewhere nobody installs it. */
export function mediaWikiMissing(): string | null {
  if (!existsSync(join(home, 'index.php'))) return `there is no ${home}`;
  return findProgram(['php']) ? null : 'there is no php';
}

/** MediaWiki of Debian's package, with SQLite, by PHP's own server. */
export const mediaWiki: PlatformKind = {
  profile: 'mediawiki',
  async start(origin, folder) {
    const data = join(folder, 'data');
    await mkdir(data);
    // Its public address is the gate's: that is where it redirects to.
    const options = { dbtype: 'sqlite', dbpath: data, dbname: 'doorwiki', server: origin };
    await php(folder, 'install.php', [
      ...Object.entries({ ...options, scriptpath: '', confpath: folder, pass: password }).flatMap(
        ([name, value]) => [`--${name}`, value],
      ),
      'Door Wiki',
      'Admin',
    ]);
    const settings = join(folder, 'LocalSettings.php');
    await appendFile(settings, moreSettings);
    for (const user of users) await php(folder, 'createAndPromote.php', [user, password], settings);
    const [owner = '', appId = ''] = bot.name.split('@');
    const words = ['--appid', appId, '--grants', 'basic', owner, bot.password];
    await php(folder, 'createBotPassword.php', words, settings);

    const router = join(folder, 'router.php');
    await writeFile(router, routerScript);
    const port = await freePort();
    const upstream = `http://127.0.0.1:${port}`;
    const program = await startProgram('php', ['-S', `127.0.0.1:${port}`, '-t', home, router], {
      cwd: home,
      env: toolEnvironment({ MW_CONFIG_FILE: settings, PHP_CLI_SERVER_WORKERS: '4' }),
      answersAt: `${upstream}/api.php?action=query&meta=siteinfo&format=json`,
    });
    return { upstream, ...program };
  },
};

/** Says who is in. */
export const userInfo = '/api.php?action=query&meta=userinfo&format=json';

/** What a session reaches: pages, both of its APIs and what it loads. */
export const mediaWikiWays: readonly Request[] = [
  { path: '/index.php/Main_Page' },
  { path: '/index.php?title=Special:Preferences' },
  { path: userInfo },
  { path: '/rest.php/v1/page/Main_Page' },
  { path: '/load.php?modules=user.options&only=scripts' },
  {
    method: 'POST',
    path: '/api.php',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'action=query&meta=userinfo&format=json',
  },
];

/** `php -S` answers files by itself and knows no addresses like /index.php/Main_Page. */
const routerScript = `<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if ($path === '/') { header('Location: /index.php'); return true; }
if (preg_match('#^/(index|rest)\\.php(/.*)?$#', $path, $found)) {
  $_SERVER['PATH_INFO'] = $found[2] ?? '';
  $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = "/$found[1].php";
  require "${home}/$found[1].php";
  return true;
}
return false;
`;

const moreSettings = `
$wgRateLimits = [];
$wgPasswordAttemptThrottle = false;
wfLoadSkin( 'Vector' );
$wgDefaultSkin = 'vector';
$wgEnableEmail = false;
`;

async function php(cwd: string, script: string, words: readonly string[], settings?: string) {
  const file = join(home, 'maintenance', script);
  const env = toolEnvironment(settings ? { MW_CONFIG_FILE: settings } : {});
  await promisify(execFile)('php', [file, ...words], { cwd, env });
}
