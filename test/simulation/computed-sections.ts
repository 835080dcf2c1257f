import { limits } from '../../server/domain/throttle.ts';
import { likelierCode, stepsAccepted } from './chance.ts';
import { boundOf } from './experiment.ts';
import { chanceOf, type Kind, kinds, ridingDays } from './kinds.ts';
import { failuresBetween, mostInAnyDay, patientTimes } from './policy-model.ts';
import { count, duration, oneIn, table } from './wording.ts';

/* The parts of the document that follow from the limits alone. */

const { waits, day, perDay, lockAt, milestones } = limits;
const guess = stepsAccepted * likelierCode;
const toTheLock = patientTimes(limits, lockAt).at(-1) ?? 0;

const computedColumns = [
  'guesser',
  'what it does',
  'judged in a day',
  'in any 24 hours',
  'in all',
  'chance in a day',
  'chance in all',
];

export const introduction = `# What guessing is worth

Somebody has the password of an account and guesses codes. This page says how often they may, what that is worth by computation, and what a simulation found. It is written whole by \`npm run throttle\`, from the numbers in \`server/domain/throttle.ts\`; a test fails when it is not what those numbers give.
`;

export const limited = `## What is limited

Failures in a row, per account and *bucket*, in one row of the database that the commit of each attempt changes: over all calls, sessions, processes and restarts. The bucket \`known\` is for browsers in which the account has shown a right code before, \`new\` for all others.

${table(['failures in a row', 'then wait'], rampRows())}

- **The first ${count(freeFailures())}** are free: slips of the finger. From then on a failure costs about twice the one before, up to ${duration(Math.max(...waits))}, which is long for a guesser and short enough to come back after.
- **${count(perDay)} a day**: after as many, nothing more until 24 hours after the first of them. This is what bounds the chance in a day.
- **${count(lockAt)} in a row** lock the account, in either bucket; support leads out. Nobody slips as often, and NIST SP 800-63B (2017) §5.2.2 allows no more. This is what bounds the chance in all.
- **Alarms** at ${milestones.map(count).join(', ')} in a row and at the lock, in log and audit.
- In a wait nothing is judged and nothing counted: to go on does not prolong it, and tells nothing.
- A right code clears the count of its own bucket. Its user is told how many failures there were in both.
`;

function freeFailures(): number {
  return waits.lastIndexOf(0);
}

function rampRows(): string[][] {
  const rows = waits.flatMap((wait, failures) =>
    wait === 0 ? [] : [[String(failures), duration(wait)]],
  );
  const last = rows.pop();
  return [
    [`1–${freeFailures()}`, 'not at all'],
    ...rows,
    ...(last ? [[`${last[0]} and more`, last[1] ?? '']] : []),
  ];
}

export const oneGuess = `## One guess

${stepsAccepted} steps are accepted at any moment (one, with \`DOORCODE_WINDOW=0\`). Six digits are the remainder of a number of 31 bits (RFC 4226 §5.3), so some codes are a little likelier than others; who takes these is right with a chance of ${stepsAccepted} × 2148 ⁄ 2³¹, that is **${oneIn(guess)}**. Ten recovery codes of 15 letters out of 23: ${oneIn(chanceOfKind('recovery codes'))}. The set-up code of 20 letters: ${oneIn(chanceOfKind('set-up code'))}.

The chance of several guesses is at most the sum of theirs, whatever the guesser has learned in between and in whatever order they come. So the bounds below are the number of guesses that are judged, times that.
`;

export const computed = `## Who guesses, and what that gives at most

${table(
  computedColumns,
  kinds.map((kind) => [
    kind.name,
    kind.does,
    count(kind.judged.firstDay),
    count(kind.judged.anyDay),
    `${count(kind.judged.inAll)}${afterwards(kind)}`,
    oneIn(kind.judged.firstDay * chanceOf(kind, 'real')),
    oneIn(boundOf(kind, 'real')),
  ]),
)}

For one account. The soonest lock comes after ${duration(toTheLock)}. A rider who keeps on for a year is in with ${oneIn(365 * perDay * guess)}, and has an even chance after ${Math.round(Math.LN2 / (perDay * guess * 365.25))} years.
`;

function afterwards({ locks, judged }: Kind): string {
  if (locks) return ', then locked';
  return judged.inAll > lockAt ? ` in ${ridingDays} days, and on` : ', then no more';
}

function chanceOfKind(name: string): number {
  const kind = kinds.find((each) => each.name === name);
  if (!kind) throw new Error(`There is no guesser "${name}".`);
  return chanceOf(kind, 'real');
}

export const thief = `## What a thief of the password can do, and cannot

- **Wait with the owner.** After ${count(freeFailures() + 1)} failures every browser that is not known waits, up to the end of the day. Known devices do not.
- **Lock**, after ${duration(toTheLock)} at the soonest, and then known devices too. By then ${count(milestones.length)} alarms have been raised, and the lock is one more.
- **Not** make a known device wait, nor clear its own count, nor go unnoticed: the owner's next right code tells of the failures.
- **Not** learn anything from speed, parallel calls, other calls, other sessions or other addresses: there is one count.
- Somebody who has the cookie of a known device as well has both buckets, and makes that device wait too.
`;

export const oddities = `## Worth knowing

- **A day is counted from its first failure.** Who keeps guesses for its end has up to ${count(mostInAnyDay(limits))} in some 24 hours, where only the ramp holds them back; ${count(2 * perDay)} can never be exceeded. Over many days it is ${count(perDay)}.
- **Two buckets add up** for who has both: ${count(2 * perDay)} a day, ${count(2 * lockAt - 1)} until the lock.
- **"In a row" has no date.** A failure counts until a right code comes in the same bucket. An owner who only uses known devices never clears \`new\`, so one guess a day locks after ${count(lockAt)} days.
- **An owner's login from a new device clears \`new\`**, for the guesser as well. The oftener, the more guesses fit in between without a wait that the owner would see:

${table(
  ['logins a day from new devices', 'guesses a day', 'chance in a year, at most'],
  [1, 2, 3, 8, 24].map((logins) => {
    const guesses = logins * failuresBetween(limits, day / logins);
    return [count(logins), count(guesses), oneIn(365 * guesses * guess)];
  }),
)}

- **There is no limit over all accounts.** The passwords of a thousand accounts are worth a thousand times as much: one guess a day at each is right somewhere with ${oneIn(1000 * guess)} a day, and ${oneIn(1000 * lockAt * guess)} until all are locked. That shows in the alarms, not in any one account.
`;
