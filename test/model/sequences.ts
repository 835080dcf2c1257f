import fc from 'fast-check';
import {
  type AtPlatform,
  browsers,
  type Command,
  type Moment,
  people,
  type Single,
  type Typed,
} from './commands.ts';
import type { Method } from './platform.ts';

/* Sequences of commands: weighted so that factors come to be, are used, lost and fought over. */

const [second, minute, hour] = [1000, 60_000, 3_600_000];

const oneOf = <const T>(...values: T[]) => fc.constantFrom(...values);
const weighted = <T>(...options: (readonly [number, fc.Arbitrary<T>])[]) =>
  fc.oneof(...options.map(([weight, arbitrary]) => ({ weight, arbitrary })));
/** One in twenty. */
const seldom = fc.integer({ min: 1, max: 20 }).map((n) => n === 20);
const orNothing = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 10 });

const person = oneOf(...people);
const browser = fc.nat({ max: browsers - 1 });
const nth = fc.nat({ max: 9 });
const from = fc.constant;

const typed = weighted<Typed>(
  [
    14,
    fc.record({
      from: from('app'),
      offset: from('next'),
      of: oneOf('active', 'active', 'active', 'active', 'pending', 'former', 'other'),
    }),
  ],
  [
    5,
    fc.record({
      from: from('app'),
      offset: weighted([8, fc.integer({ min: -2, max: 2 })], [1, fc.integer({ min: -9, max: 9 })]),
      of: oneOf('active', 'active', 'pending'),
    }),
  ],
  [2, from({ from: 'memory' })],
  [3, fc.record({ from: from('recovery codes'), nth, of: oneOf('own', 'own', 'used', 'other') })],
  [
    3,
    fc.record({
      from: from('guess'),
      kind: oneOf('digits', 'digits', 'recovery code', 'nonsense'),
      nth,
    }),
  ],
);
/** Of the phone that is just being set up. */
const typedToConfirm = weighted<Typed>(
  [5, fc.record({ from: from('app'), offset: from('next'), of: from('pending') })],
  [2, typed],
);

const named = { browser, another: seldom };
const single = weighted<Single>(
  [5, fc.record({ do: from('look'), browser })],
  [14, fc.record({ do: from('request'), browser, navigates: seldom })],
  [7, fc.record({ do: from('seal login code'), browser, of: person, code: typed })],
  [24, fc.record({ do: from('verify'), ...named, code: typed })],
  [
    8,
    fc.record({
      do: from('activate'),
      ...named,
      code: orNothing(typed),
      setupCode: oneOf('right', 'right', 'right', 'former', 'wrong', null),
    }),
  ],
  [12, fc.record({ do: from('confirm'), ...named, code: typedToConfirm })],
  [6, fc.record({ do: from('deactivate'), ...named, code: orNothing(typed) })],
  [8, fc.record({ do: from('renew'), ...named, code: orNothing(typed) })],
  [1, fc.record({ do: from('sign out'), browser })],
  [3, fc.record({ do: from('reset'), person })],
);

const door = oneOf('main', 'main', 'main', 'main', 'main', 'main', 'main', 'legacy');
const atPlatform = weighted<AtPlatform>(
  [
    8,
    fc.record({
      do: from('log in'),
      browser,
      as: person,
      method: weighted<Method>([8, from('password')], [1, oneOf('saml', 'oidc', '')]),
      door,
    }),
  ],
  [1, fc.record({ do: from('log out'), browser })],
  [2, fc.record({ do: from('renew credential'), browser, door })],
);

const ms = weighted(
  [6, fc.integer({ min: 1, max: 40 * second })],
  [3, oneOf(30 * second, minute)],
  [2, fc.integer({ min: minute, max: 20 * minute })],
  [1, fc.integer({ min: hour, max: 30 * hour })],
);
const moment: fc.Arbitrary<Moment> = fc.record({
  commits: fc.integer({ min: 1, max: 3 }),
  when: oneOf('before', 'after'),
});
const crash: fc.Arbitrary<Command> = fc.record({
  do: from('crash'),
  in: fc.option<Single>(single, { freq: 3 }),
  moment,
});
const kill: fc.Arbitrary<Command> = fc.record({
  do: from('kill'),
  after: fc.array(single, { maxLength: 4 }),
  in: single,
  moment: weighted<Moment | { ms: number }>(
    [3, moment],
    [1, fc.record({ ms: fc.nat({ max: 5 }) })],
  ),
});

/** Some of them the same: who types a code twice, whose page asks for twenty things. */
const rush = weighted<Single[]>(
  [2, fc.array(single, { minLength: 2, maxLength: 5 })],
  [
    3,
    fc
      .tuple(single, fc.integer({ min: 2, max: 4 }), fc.option<Single>(single, { freq: 2 }))
      .map(([same, times, other]) => [
        ...Array<Single>(times).fill(same),
        ...(other ? [other] : []),
      ]),
  ],
);

const command = weighted<Command>(
  [60, single],
  [12, atPlatform],
  [22, fc.record({ do: from('wait'), ms })],
  [
    3,
    fc.record({
      do: from('wait for'),
      browser,
      what: oneOf('wait', 'wait', 'clearance', 'set-up', 'login', 'code'),
      ms: oneOf(0, 0, 1, -1),
    }),
  ],
  [
    2,
    fc.record({
      do: from('copy cookie'),
      browser,
      to: browser,
      which: oneOf('main', 'legacy', 'device', 'loginCode'),
    }),
  ],
  [5, fc.record({ do: from('set up'), browser })],
  [
    4,
    fc.record({
      do: from('log in with a code'),
      browser,
      as: person,
      code: typed,
      requests: fc.integer({ min: 1, max: 4 }),
    }),
  ],
  [
    3,
    fc.record({
      do: from('guess patiently'),
      browser,
      times: weighted(
        [14, fc.integer({ min: 1, max: 22 })],
        [1, fc.integer({ min: 90, max: 101 })],
      ),
    }),
  ],
  [
    6,
    fc.record({
      do: from('at once'),
      singles: rush,
      turns: fc.nat({ max: 4 }),
    }),
  ],
  [2, fc.record({ do: oneOf('with the disk full', 'with the platform down'), single })],
  [1, fc.record({ do: oneOf('clean', 'swap attributes') })],
  // Every hundredth crash is a kill -9 of a process.
  [4, weighted([99, crash], [1, kill])],
);

/** At most this many commands; some are several steps. */
export const sequence: fc.Arbitrary<Command[]> = fc.array(command, { maxLength: 150, size: 'max' });
