import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Profile, profileSchema } from './schema.ts';

/**
 * Reads the profile of this name from `profiles/`, or at this path.
 *
 * @throws an error that names the file and each mistake with its place.
 */
export function readProfile(nameOrPath: string): Profile {
  const file = profileFile(nameOrPath);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The profile ${file} cannot be read: ${(error as Error).message}`);
  }
  const parsed = profileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.flatMap((issue) => issueLines(issue as Issue));
  throw new Error(`The profile ${file} is not valid:\n${mistakes.join('\n')}`);
}

/** The file of a profile in `profiles/`, or the path itself. */
export function profileFile(nameOrPath: string): string {
  const isName = /^[a-z0-9-]+$/.test(nameOrPath);
  return isName
    ? fileURLToPath(new URL(`../../profiles/${nameOrPath}.json`, import.meta.url))
    : nameOrPath;
}

type Issue = {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly Issue[])[];
};

/** Of a choice between shapes, what is wrong with the shape that fits best is what the writer wants. */
function issueLines(issue: Issue, above: readonly PropertyKey[] = []): string[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors) {
    const [nearest] = [...issue.errors].sort((a, b) => a.length - b.length);
    if (nearest) return nearest.flatMap((each) => issueLines(each, path));
  }
  return [`  at ${path.map(String).join('.') || 'the top'}: ${issue.message}`];
}
