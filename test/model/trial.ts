import type { Call } from './calls.ts';
import { browsers, people } from './commands.ts';
import { compare, type Lesson, summary, toldBy } from './compare.ts';
import { type Door, type DoorSettings, openDoor, type Response } from './door.ts';
import { type Explanation, setCookies } from './explain.ts';
import { expectedFacts, readFacts } from './facts.ts';
import { newKnown, stepMs } from './known.ts';
import { newWorld } from './making.ts';
import { secretInAnswer, secretInFile, secretInLine } from './secrecy.ts';
import type { World } from './world.ts';

/** Milliseconds of the real clock after which an answer is not awaited any more. */
const patience = 20_000;
const someDay = Date.UTC(2026, 0, 5, 9, 0, 0);

export type Trial = Awaited<ReturnType<typeof startTrial>>;

/**
 * A world of the model and a door that are asked the same and must answer the same. Answers, log and all
 * that is durable are looked at after every request.
 */
export async function startTrial(settings: DoorSettings, answers: Map<string, number>) {
  const known = newKnown();
  const typed = new Set<string>();
  const trace: string[] = [];
  const lines: string[] = [];
  let opened = 0;

  const trial = {
    known,
    world: newWorld(someDay, people, browsers) as World,
    door: undefined as unknown as Door,
    /** Called at the moment at which a fault ends the process. */
    onCrash: () => {},
    onLine: (line: string) => lines.push(line),
    newSettings: () => ({ ...settings, seed: `${settings.seed}/${opened++}` }),

    /** A door of this process on the same file, in place of the one before, which is dropped. */
    async reopen(): Promise<void> {
      const before = trial.door;
      before?.drop();
      try {
        before?.close();
      } catch {
        // A process that has ended closes nothing either.
      }
      trial.door = await openDoor(trial.newSettings(), trial.onLine, () => trial.onCrash());
    },

    failure(what: string): Error {
      return new Error([what, ...trace.slice(-80)].join('\n'));
    },

    note(text: string): void {
      trace.push(`${(trial.world.now - someDay) / 1000} s: ${text}`);
    },

    async ask(call: Call): Promise<Response> {
      if (call.text !== null) typed.add(digitsOf(call.text));
      const response = await inTime(call.ask(trial.door, trial.world.now));
      trial.note(`${JSON.stringify(call.command)} → ${summary(response)}`);
      const kind = `${call.command.do}: ${toldBy(response).reason ?? response.status}`;
      answers.set(kind, (answers.get(kind) ?? 0) + 1);
      const secret = secretInAnswer(response, call.text, known);
      if (secret) throw trial.failure(`The answer has ${secret} in it, after`);
      const { clockOff } = toldBy(response);
      if (clockOff !== undefined && !isOff(call, Number(clockOff))) {
        throw trial.failure(`A clock is not off by ${clockOff} s, after`);
      }
      return response;
    },

    /** The model answers too, and the answers must be the same. */
    judge(call: Call, response: Response): void {
      const expected = call.apply(trial.world);
      const lessons = compare(call, expected, response, known);
      if (typeof lessons === 'string') {
        throw trial.failure(`The door: ${lessons}. The model: ${JSON.stringify(expected)}, after`);
      }
      setCookies(trial.world, call, expected.sets);
      trial.learn(lessons);
      const isCode = expected.answer.ok && call.command.do !== 'seal login code';
      if (isCode && call.text !== null) known.lastAccepted.set(call.person, call.text);
    },

    learn(lessons: readonly Lesson[]): void {
      for (const { name, value, owner } of lessons) {
        const before = known.get(name);
        const isOther = name.startsWith('account-') && before !== undefined && before !== value;
        if (isOther) throw trial.failure(`${owner} is another account than before, after`);
        if (!known.learn(name, value, owner)) throw trial.failure(`${name} is nothing new, after`);
      }
    },

    /** What the tables say, as the model would. */
    async facts(lessons: readonly Lesson[] = []): Promise<string> {
      const told = new Set(
        [...known.entries(), ...lessons.map(({ name, value }) => [name, value] as const)]
          .filter(([name]) => name.startsWith('setup-of-') || name.startsWith('setup-code-'))
          .map(([, value]) => value),
      );
      const facts = await readFacts(trial.door, trial.world.now, known, told);
      return facts.join('\n');
    },

    factsOf({ world, lessons }: Explanation): string {
      const behind = (wanted: string) =>
        lessons.find(({ name }) => name === wanted)?.value ?? known.get(wanted);
      return expectedFacts(world, behind).join('\n');
    },

    async check(): Promise<void> {
      const expected = trial.factsOf({ world: trial.world, lessons: [] });
      const found = await trial.facts();
      if (found !== expected) {
        throw trial.failure(`The tables:\n${found}\nThe model:\n${expected}\nafter`);
      }
      for (const line of lines.splice(0)) {
        const secret = secretInLine(line, typed, known);
        if (secret) throw trial.failure(`The log has ${secret} in the line ${line} after`);
      }
    },

    /** At the end: nothing secret stands in the database's file as it is. */
    end(): void {
      const secret = secretInFile(settings.file, known);
      if (secret) throw trial.failure(`The database has ${secret} in it as it is, after`);
      trial.door.drop();
      trial.door.close();
    },
  };

  /** A clock is told to be off only by a code of the account's own that shows it. */
  function isOff({ person, text }: Call, clockOff: number): boolean {
    const step = Math.floor(trial.world.now / stepMs) + (clockOff * 1000) / stepMs;
    const { secret = null, pending = null } = trial.world.accounts[person] ?? {};
    const codes = [secret, pending?.secret ?? null].map((name) =>
      known.get(name) === undefined ? null : known.codeAt(name ?? '', step),
    );
    return Math.abs(clockOff) >= 60 && codes.includes(digitsOf(text ?? ''));
  }

  await trial.reopen();
  return trial;
}

const digitsOf = (text: string) => text.replaceAll(/[\s-]/g, '');

/** @throws when nothing comes in time: an answer that never comes is a wrong one. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer came in time.')), patience);
    // What was asked of a process that ended is awaited by nobody.
    timer.unref();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
