import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { folders } from '../harness/folders.ts';
import { documentOf, path } from './document.ts';
import { experiment, fullSize } from './experiment.ts';

/** `npm run throttle`: guesses a million times, which takes some minutes, and writes docs/throttle.md. */
const { findings, objections } = await experiment(fullSize);
if (objections.length > 0) throw new Error(objections.join('\n'));
writeFileSync(join(folders.root, path), documentOf(findings));
console.log(`${path} is written.`);
