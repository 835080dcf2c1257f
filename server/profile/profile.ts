import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { blanksOf } from './blanks.ts';
import { mistakesOf } from './mistakes.ts';
import { type Profile, profileSchema } from './schema.ts';

/**
 * Reads the profile of this name from `profiles/`, or at this path.
 *
 * @throws an error that names the file and each mistake with its place.
 */
export function readProfile(nameOrPath: string): Profile {
  const file = profileFile(nameOrPath);
  return parseProfile(readProfileJson(file), file);
}

/**
 * The JSON of a profile's file, whatever it holds.
 *
 * @throws an error that names the file.
 */
export function readProfileJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { name, message } = error as Error;
    const problem = name === 'SyntaxError' ? 'is no JSON' : 'cannot be read';
    throw new Error(`The profile ${file} ${problem}: ${message}`);
  }
}

/**
 * @param file only named in what is said.
 * @throws an error that names the file and each mistake, or else each blank, with its place.
 */
export function parseProfile(json: unknown, file: string): Profile {
  const blanks = blanksOf(json);
  if (blanks.length > 0) {
    const lines = blanks.map(({ at, says }) => `  at ${at}: ${says}`);
    throw new Error(
      `The profile ${file} is a template, to be filled in first:\n${lines.join('\n')}`,
    );
  }
  const parsed = profileSchema.safeParse(json, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Error(`The profile ${file} is not valid:\n${mistakesOf(parsed.error).join('\n')}`);
}

/** The file of a profile in `profiles/`, or the path itself. */
export function profileFile(nameOrPath: string): string {
  const isName = /^[a-z0-9-]+$/.test(nameOrPath);
  return isName
    ? fileURLToPath(new URL(`../../profiles/${nameOrPath}.json`, import.meta.url))
    : nameOrPath;
}
