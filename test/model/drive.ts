import { prepare } from './calls.ts';
import { type AtPlatform, browsers, type Command, people, type Single } from './commands.ts';
import type { DoorSettings } from './door.ts';
import { crash, kill, together, withFullDisk, withPlatformDown } from './mishaps.ts';
import { meet } from './model.ts';
import type { Platform } from './platform.ts';
import { startTrial } from './trial.ts';
import type { Jar } from './world.ts';

/** What a run consisted of. */
export type Tally = {
  steps: number;
  crashes: number;
  kills: number;
  /** How often each call got each answer. */
  readonly answers: Map<string, number>;
};

const hour = 3_600_000;

/**
 * Carries out a sequence, after everybody has logged in and before everybody looks.
 *
 * @throws with the last steps where door and model part.
 */
export async function drive(
  commands: readonly Command[],
  settings: DoorSettings,
  platform: Platform,
  tally: Tally,
): Promise<void> {
  const trial = await startTrial(settings, tally.answers);

  async function single(command: Single | AtPlatform): Promise<boolean> {
    const call = prepare(command, trial.world, trial.known);
    const response = await trial.ask(call);
    trial.judge(call, response);
    await trial.check();
    return response.status < 300;
  }

  function look(browser: number) {
    const carries = structuredClone(trial.world.jars[browser]) as Jar;
    return { carries, met: meet(structuredClone(trial.world), { carries, sets: {} }) };
  }

  /** When something ends, for the session of this browser. */
  function endOf(browser: number, what: Extract<Command, { do: 'wait for' }>['what']): number {
    const { carries, met } = look(browser);
    if (!met.ok) return 0;
    const { count, cleared, account, sessions } = met;
    return {
      wait: count.waitUntil,
      clearance: cleared?.until ?? 0,
      'set-up': account.pending?.expiresAt ?? 0,
      login: (sessions[0]?.firstSeen ?? 0) + hour,
      code: (carries.loginCode?.sealedAt ?? 0) + 60_000,
    }[what];
  }

  async function guessPatiently(browser: number, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const { met } = look(browser);
      if (!met.ok || !['code-required', 'cleared'].includes(met.worth)) return;
      if (met.account.factor === 'locked') return;
      trial.world.now = Math.max(trial.world.now, met.count.waitUntil);
      const code = { from: 'guess', kind: 'digits', nth: i % 10 } as const;
      await single({ do: 'verify', browser, another: false, code });
      tally.steps++;
    }
  }

  async function step(command: Command): Promise<void> {
    const { world } = trial;
    switch (command.do) {
      case 'wait':
        world.now += command.ms;
        return;
      case 'wait for':
        world.now = Math.max(world.now, endOf(command.browser, command.what) + command.ms);
        return;
      case 'copy cookie': {
        const [from, to] = [world.jars[command.browser], world.jars[command.to]];
        if (from && to)
          Object.assign(to, { [command.which]: structuredClone(from[command.which]) });
        return;
      }
      case 'set up': {
        const { browser } = command;
        const of = { browser, another: false };
        const code = { from: 'app', offset: 'next', of: 'active' } as const;
        await single({ do: 'activate', ...of, code, setupCode: 'right' });
        world.now += 30_000;
        await single({ do: 'confirm', ...of, code: { ...code, of: 'pending' } });
        return;
      }
      case 'log in with a code': {
        const { browser, as, code } = command;
        await single({ do: 'seal login code', browser, of: as, code });
        await single({ do: 'log in', browser, as, method: 'password', door: 'main' });
        const request = { do: 'request', browser, navigates: false } as const;
        const loginCode = structuredClone(trial.world.jars[browser]?.loginCode);
        await together(trial, Array<Single>(command.requests).fill(request), 0);
        await trial.check();
        Object.assign(trial.world.jars[browser] ?? {}, { loginCode });
        await single(request);
        return;
      }
      case 'guess patiently':
        return guessPatiently(command.browser, command.times);
      case 'swap attributes':
        return platform.swapAttributes();
      case 'clean':
        await trial.door.clean(world.now);
        return trial.check();
      case 'at once':
        await together(trial, command.singles, command.turns);
        return trial.check();
      case 'with the disk full':
        await withFullDisk(trial, command.single);
        return trial.check();
      case 'with the platform down':
        await withPlatformDown(trial, platform, command.single);
        return trial.check();
      case 'crash':
        tally.crashes++;
        await crash(trial, command.in, command.moment);
        return trial.check();
      case 'kill':
        tally.crashes++;
        tally.kills++;
        await kill(trial, command.after, command.in, command.moment);
        return trial.check();
      default:
        await single(command);
    }
  }

  try {
    for (let browser = 0; browser < browsers; browser++) {
      const as = people[browser % people.length] ?? people[0];
      await single({ do: 'log in', browser, as, method: 'password', door: 'main' });
      await single({ do: 'look', browser });
    }
    for (const command of commands) {
      tally.steps++;
      await step(command);
    }
    for (let browser = 0; browser < browsers; browser++) {
      await single({ do: 'look', browser });
      await single({ do: 'request', browser, navigates: false });
    }
    trial.end();
  } finally {
    trial.door.drop();
    try {
      trial.door.close();
    } catch {}
  }
}
