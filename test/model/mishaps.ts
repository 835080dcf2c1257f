import { setTimeout as sleep } from 'node:timers/promises';
import { type Call, prepare } from './calls.ts';
import type { Moment, Single } from './commands.ts';
import { toldBy } from './compare.ts';
import type { Response } from './door.ts';
import { startDoorProcess } from './door-process.ts';
import { explain } from './explain.ts';
import type { Platform } from './platform.ts';
import type { Trial } from './trial.ts';
import type { World } from './world.ts';

/** Requests that have all read and calculated before the first of them commits. */
export async function together(trial: Trial, singles: readonly Single[], turns: number) {
  const { known, world } = trial;
  const calls = singles.map((single) => prepare(single, world, known));
  await trial.door.setFault({ kind: 'gathered', turns });
  const answered = await Promise.all(
    calls.map(async (call) => ({ call, response: await trial.ask(call) })),
  );
  await trial.door.setFault({ kind: 'none' });
  const lessons = answered.flatMap(({ response }) => {
    const { pendingId, setupCode } = toldBy(response);
    return [
      ...(pendingId === undefined
        ? []
        : [{ name: 'setup-of-?', value: String(pendingId), owner: '' }]),
      ...(setupCode === undefined
        ? []
        : [{ name: 'setup-code-?', value: String(setupCode), owner: '' }]),
    ];
  });
  const facts = await trial.facts(lessons);
  const found = explain(world, answered, known, (each) => trial.factsOf(each) === facts);
  if (!found) {
    const model = trial.factsOf({ world, lessons: [] });
    throw trial.failure(
      `No order of these requests explains the tables:\n${facts}\nThe model before:\n${model}\nafter`,
    );
  }
  trial.world = found.world;
  trial.learn(found.lessons);
}

/** Nothing can be written: what would be is refused and has not happened. */
export async function withFullDisk(trial: Trial, single: Single) {
  const call = prepare(single, trial.world, trial.known);
  await trial.door.setFault({ kind: 'disk full' });
  const response = await trial.ask(call);
  await trial.door.setFault({ kind: 'none' });
  if (toldBy(response).reason !== 'internal') trial.judge(call, response);
}

/** Nobody can be asked whose session it is, and what was heard before is too old. */
export async function withPlatformDown(trial: Trial, platform: Platform, single: Single) {
  const { world } = trial;
  world.now += 6000;
  world.outage = true;
  platform.broken = true;
  const call = prepare(single, world, trial.known);
  trial.judge(call, await trial.ask(call));
  // Of two questions the second may still be on its way when the first one's answer is out.
  await sleep(5);
  platform.broken = false;
  trial.world.outage = false;
}

/** The store is dropped in the middle of a request, or between two, and the file is opened again. */
export async function crash(trial: Trial, single: Single | null, moment: Moment) {
  const call = single && prepare(single, trial.world, trial.known);
  let answer: Response | null = null;
  if (call) {
    const crashed = new Promise<null>((resolve) => {
      trial.onCrash = () => resolve(null);
    });
    await trial.door.setFault({ kind: 'crash', ...moment });
    answer = await Promise.race([trial.ask(call), crashed]);
    if (answer) trial.judge(call, answer);
  }
  trial.note(`a crash`);
  await trial.reopen();
  if (call && !answer) await resolveUnanswered(trial, call);
}

/** A process of its own holds the file and is killed, at a moment of its commits or of the clock. */
export async function kill(
  trial: Trial,
  before: readonly Single[],
  single: Single,
  moment: Moment | { ms: number },
) {
  trial.door.drop();
  trial.door.close();
  const other = await startDoorProcess(trial.newSettings(), trial.onLine);
  trial.door = other;
  try {
    for (const each of before) {
      const call = prepare(each, trial.world, trial.known);
      trial.judge(call, await trial.ask(call));
      await trial.check();
    }
    const call = prepare(single, trial.world, trial.known);
    if ('commits' in moment) await other.setFault({ kind: 'crash', ...moment });
    else setTimeout(other.kill, moment.ms);
    const answer = await Promise.race([trial.ask(call), other.ended.then(() => null)]);
    // At once: an answer that was not durable has no time to become so.
    await other.kill();
    trial.note('kill -9');
    if (answer) trial.judge(call, answer);
    await trial.reopen();
    if (!answer) await resolveUnanswered(trial, call);
  } finally {
    await other.kill();
  }
}

/** Whether the request that nobody answered happened is read from the tables: whole, or not at all. */
async function resolveUnanswered(trial: Trial, call: Call) {
  const { world } = trial;
  const facts = await trial.facts();
  const whole = structuredClone(world);
  call.apply(whole);
  const found = [whole, ...sightings(world, call)].find(
    (each) => trial.factsOf({ world: each, lessons: [] }) === facts,
  );
  if (!found) {
    const [is, was] = [whole, world].map((each) => trial.factsOf({ world: each, lessons: [] }));
    throw trial.failure(`Half of it happened:\n${facts}\nnothing:\n${was}\nall:\n${is}\nafter`);
  }
  trial.note(found === whole ? 'it had happened' : 'it had not happened');
  trial.world = found;
}

/** The worlds in which it got no further than to be seen with the first so many of its credentials. */
function sightings(world: World, { browser }: Call): World[] {
  const { main = null, legacy = null } = world.jars[browser ?? -1] ?? {};
  const names = [main, legacy].filter((name) => world.sessions[name ?? '']?.alive);
  return [0, 1, 2].map((count) => {
    const seen = structuredClone(world);
    for (const name of names.slice(0, count)) {
      const session = seen.sessions[name ?? ''];
      if (session) session.firstSeen ??= world.now;
    }
    return seen;
  });
}
