import { benchPage } from './page.ts';
import { type Findings, lastLine } from './report.ts';

/*
 * `npm run bench -- NAME…`: measures, one bench after the other, and ends with one line of JSON. Nothing
 * here judges: times depend on the machine, so no test asserts them.
 */

/** The benches by name: each prints what it found for a person, and answers it for programs. */
const benches: Readonly<Record<string, () => Promise<Findings>>> = {
  page: benchPage,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(benches, name));

if (names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`No bench is called ${unknown.join(' or ')}.`);
  console.error(`npm run bench -- NAME…, where NAME is one of: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  const findings: Findings[] = [];
  for (const name of names) {
    const run = benches[name];
    if (run) findings.push(await run());
  }
  console.log(lastLine(names, findings));
}
