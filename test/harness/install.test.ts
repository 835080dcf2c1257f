import { expect, test } from 'vitest';
import { type Machine, offerMediaWiki, provide } from './install.ts';
import { systemPackages } from './packages.ts';

const everything = systemPackages.flatMap(({ binaries }) => binaries.slice(0, 1));

/** A machine that has these binaries; what is installed is noted and found from then on. */
function machineWith(binaries: string[], more: Partial<Machine> = {}) {
  const installed: string[] = [];
  const machine: Machine = {
    find: (names) => {
      const found = names.find((name) => binaries.includes(name));
      return found && `/usr/bin/${found}`;
    },
    mayInstall: true,
    canInstall: true,
    install: (packages) => {
      installed.push(...packages);
      binaries.push(...everything);
      return undefined;
    },
    ...more,
  };
  return { machine, installed };
}

function run(machine: Machine): { provided: boolean; printed: string } {
  const lines: string[] = [];
  const provided = provide((line) => lines.push(line), machine);
  return { provided, printed: lines.join('\n') };
}

test('nothing is installed when everything is there', () => {
  const { machine, installed } = machineWith([...everything]);
  expect(run(machine).provided).toBe(true);
  expect(installed).toEqual([]);
});

test('only what is missing is installed, after the list was printed', () => {
  const { machine, installed } = machineWith([
    'chromium-browser',
    'firefox',
    'openssl',
    'nginx',
    'caddy',
  ]);
  const { provided, printed } = run(machine);
  expect(provided).toBe(true);
  expect(installed).toEqual(['zbar-tools', 'oathtool']);
  expect(printed.indexOf('zbar-tools')).toBeLessThan(printed.indexOf('Installing'));
});

test('a machine on which we must not or cannot install is told what to install', () => {
  for (const limits of [{ mayInstall: false }, { canInstall: false }]) {
    const { machine, installed } = machineWith(['oathtool', 'openssl', 'nginx', 'caddy'], limits);
    const { provided, printed } = run(machine);
    expect(provided).toBe(false);
    expect(installed).toEqual([]);
    expect(printed).toContain('apt-get install chromium firefox-esr zbar-tools\n');
  }
});

test('an installation that fails, or brings nothing, is a failure', () => {
  const failing = machineWith([], { install: () => 'no network' });
  expect(run(failing.machine)).toMatchObject({ provided: false });
  expect(run(failing.machine).printed).toContain('no network');
  const empty = machineWith([], { install: () => undefined });
  expect(run(empty.machine).provided).toBe(false);
});

test('MediaWiki is installed where it is missing and may be, and missed aloud elsewhere', () => {
  const offer = (more: Partial<Machine>, isThere: boolean) => {
    const { machine, installed } = machineWith([], more);
    const lines: string[] = [];
    offerMediaWiki(
      (line) => lines.push(line),
      machine,
      () => isThere,
    );
    return { installed, printed: lines.join('\n') };
  };
  expect(offer({}, true).installed).toEqual([]);
  expect(offer({}, false).installed).toEqual(['mediawiki', 'php-cli', 'php-sqlite3']);
  const refused = offer({ mayInstall: false }, false);
  expect(refused.installed).toEqual([]);
  expect(refused.printed).toContain('left out');
});
