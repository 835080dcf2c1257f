import type { z } from 'zod';

type Issue = {
  readonly code?: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
  /** What stood there; only where it was asked for. */
  readonly input?: unknown;
};

/** What is wrong with a profile, a line each: the place, and what was expected there. */
export function mistakesOf(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => linesOf(issue as Issue));
}

function linesOf(issue: Issue, above: readonly PropertyKey[] = []): string[] {
  const path = [...above, ...issue.path];
  const line = (says: string) => `  at ${path.map(String).join('.') || 'the top'}: ${says}`;
  if (issue.code !== 'invalid_union' || !issue.errors) return [line(sentenceOf(issue))];

  // Of a choice between shapes, what is wrong with the one that was meant is what the writer wants.
  const meant = issue.errors.filter((shape) => !shape.some(isOfAnotherKind));
  const fewest = Math.min(...meant.map((shape) => shape.length));
  const [nearest, ...asNear] = meant.filter((shape) => shape.length === fewest);
  if (nearest && asNear.length === 0) return nearest.flatMap((each) => linesOf(each, path));

  const nowhere = unknownKeys(issue.errors[0]).filter((key) =>
    issue.errors?.every((shape) => unknownKeys(shape).includes(key)),
  );
  const isMissing = issue.errors.every((shape) => shape.some(isAbsent));
  return [
    line(isMissing && meant.length === 0 ? `is missing: ${issue.message}` : issue.message),
    ...nowhere.map((key) => line(`Unrecognized key: "${key}"`)),
  ];
}

/** A text where an object belongs, say: this shape was not meant. */
function isOfAnotherKind({ code, path }: Issue): boolean {
  return code === 'invalid_type' && path.length === 0;
}

function isAbsent({ message }: Issue): boolean {
  return message.endsWith('received undefined');
}

function sentenceOf(issue: Issue): string {
  const { message, input } = issue;
  const [, expected] = /expected (.+), received undefined$/.exec(message) ?? [];
  if (expected) return `is missing: expected ${expected}`;
  return issue.code === 'invalid_value' && input === undefined ? `is missing: ${message}` : message;
}

function unknownKeys(shape: readonly Issue[] | undefined): readonly string[] {
  return shape?.flatMap(({ code, keys = [] }) => (code === 'unrecognized_keys' ? keys : [])) ?? [];
}
