import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { environment, toolEnvironment } from './environment.ts';
import { mediaWikiPackages, type SystemPackage, systemPackages } from './packages.ts';
import { findProgram, isRoot } from './programs.ts';

type Print = (line: string) => void;

/** What decides whether we install: tests give their own. */
export type Machine = {
  find(binaries: readonly string[]): string | undefined;
  mayInstall: boolean;
  /** Root, and apt is there. */
  canInstall: boolean;
  /** Answers what went wrong, or nothing. */
  install(packages: readonly string[]): string | undefined;
};

/**
 * Sees to it that everything in `packages.ts` is there: prints the list, then installs what is
 * missing, where it may and can. Answers whether all of it is there now.
 */
export function provide(print: Print = console.log, machine: Machine = thisMachine()): boolean {
  const isMissing = ({ binaries }: SystemPackage) => machine.find(binaries) === undefined;
  print('The tests need, beyond npm:');
  for (const each of systemPackages) {
    const state = machine.find(each.binaries) ?? 'missing';
    print(`  ${each.name.padEnd(12)}${each.purpose} (${state})`);
  }

  const missing = systemPackages.filter(isMissing).map(({ name }) => name);
  if (missing.length === 0) return true;
  if (!machine.mayInstall || !machine.canInstall) {
    const why = machine.mayInstall
      ? 'Only root on a Debian-like system can install it from here.'
      : 'DOORCODE_TEST_INSTALL=0 forbids to install it.';
    print(`Missing: ${missing.join(', ')}. ${why}`);
    print(`On Debian or Ubuntu: apt-get install ${missing.join(' ')}`);
    print('Elsewhere: whatever brings these programs:');
    for (const { binaries } of systemPackages.filter(isMissing))
      print(`  ${binaries.join(' or ')}`);
    return false;
  }

  print(`Installing ${missing.join(', ')} with apt-get; this can take some minutes.`);
  const started = performance.now();
  const problem = machine.install(missing);
  const seconds = Math.round((performance.now() - started) / 1000);
  const stillMissing = systemPackages.filter(isMissing).map(({ name }) => name);
  if (problem === undefined && stillMissing.length === 0) {
    print(`Installed in ${seconds} s. Services that came along were not started now;`);
    print('at the next start of this machine they may be.');
    return true;
  }
  print(problem ?? `apt-get succeeded, but these are not there: ${stillMissing.join(', ')}`);
  return false;
}

/** Installs MediaWiki where it is missing and that is possible; its tests say when it is not there. */
export function offerMediaWiki(
  print: Print = console.log,
  machine: Machine = thisMachine(),
  isThere = () => existsSync(mediaWikiPackages.proof) && machine.find(['php']) !== undefined,
): void {
  const names = mediaWikiPackages.names.join(', ');
  if (isThere()) {
    print('  MediaWiki, a platform that is not ours, is there.');
  } else if (!machine.mayInstall || !machine.canInstall) {
    print(`  MediaWiki cannot be installed here (${names}): its tests are left out.`);
  } else {
    print(`Installing ${names} with apt-get.`);
    print(machine.install(mediaWikiPackages.names) ?? 'Installed.');
  }
}

function thisMachine(): Machine {
  return {
    find: (binaries) => findProgram(binaries),
    mayInstall: environment.mayInstall,
    canInstall: isRoot() && findProgram(['apt-get']) !== undefined,
    install: (packages) =>
      withoutStarting(
        () =>
          aptGet('update') ?? aptGet('install', '--yes', '--no-install-recommends', ...packages),
      ),
  };
}

/** What Debian's packages ask before they start a service; 101 is no (invoke-rc.d's policy layer). */
const policy = '/usr/sbin/policy-rc.d';

/** The tests start servers of their own: those that packages bring along would take the port 80. */
function withoutStarting<T>(run: () => T): T {
  if (existsSync(policy)) return run();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
  try {
    return run();
  } finally {
    rmSync(policy, { force: true });
  }
}

/** Quiet unless it fails: then its own words are the best explanation. */
function aptGet(...words: string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync('apt-get', words, {
    encoding: 'utf8',
    env: toolEnvironment({ DEBIAN_FRONTEND: 'noninteractive' }),
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return status === 0 ? undefined : `apt-get ${words.join(' ')} failed:\n${stdout}${stderr}`;
}
