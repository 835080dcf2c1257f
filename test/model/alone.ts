import { parseArgs } from 'node:util';
import { runModel } from './run.ts';

/*
 * The model's sequences by hand, and those of a failure once more:
 * node test/model/alone.ts --seed 7 --path 3:1 --steps 2000 --shrink
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '2000' },
    path: { type: 'string' },
    shrink: { type: 'boolean', default: false },
  },
});
const started = performance.now();
const { failure, answers, ...tally } = await runModel({
  seed: Number(values.seed),
  steps: Number(values.steps),
  shrink: values.shrink,
  ...(values.path === undefined ? {} : { path: values.path }),
});
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ ...tally, seconds, stepsPerSecond: tally.steps / seconds }));
console.log(
  [...answers]
    .sort()
    .map(([kind, times]) => `${times} ${kind}`)
    .join('\n'),
);
if (failure) {
  console.log(`--seed ${failure.seed} --path ${failure.path}`);
  console.log(failure.message);
  process.exitCode = 1;
}
