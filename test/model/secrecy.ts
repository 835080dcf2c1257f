import { existsSync, readFileSync } from 'node:fs';
import { Secret } from 'otpauth';
import type { Known } from './known.ts';

/* What must not stand where: anything that opens a door, anywhere but where it was handed over. */

const isId = (name: string) => name.startsWith('account-') || name.startsWith('setup-of-');
const isHandedOverOnce = (name: string) => /^(secret|recovery|setup-code)-/.test(name);
const sixDigits = /(?<![\w-])\d{6}(?![\w-])/g;

/** The name of something secret that stands in this text, or null. */
export function secretIn(
  text: string,
  known: Known,
  isLooked = (_: string) => true,
): string | null {
  const found = known
    .entries()
    .find(([name, value]) => !isId(name) && isLooked(name) && text.includes(value));
  return found?.[0] ?? null;
}

/** The same for one answer, with what was typed for it. */
export function secretInAnswer(
  { body, cookies }: { body: string; cookies: readonly string[] },
  typed: string | null,
  known: Known,
): string | null {
  const digits: string[] = (body.startsWith('{') && body.match(sixDigits)) || [];
  const isEchoed = typed !== null && digits.includes(typed.replaceAll(/[\s-]/g, ''));
  if (isEchoed) return 'the code';
  return secretIn(body, known) ?? secretIn(cookies.join('\n'), known, isHandedOverOnce);
}

/** The same for a line of the log, with all that was ever typed. */
export function secretInLine(
  line: string,
  typed: ReadonlySet<string>,
  known: Known,
): string | null {
  const digits = line.match(sixDigits) ?? [];
  return digits.some((code) => typed.has(code)) ? 'a code' : secretIn(line, known);
}

/** The name of something that stands in a database's files as it is, or null. */
export function secretInFile(file: string, known: Known): string | null {
  const bytes = [file, `${file}-wal`]
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path));
  const found = known
    .entries()
    .filter(([name]) => !isId(name))
    .find(([name, value]) =>
      formsOf(name, value).some((form) => bytes.some((part) => part.includes(form))),
    );
  return found?.[0] ?? null;
}

function formsOf(name: string, value: string): (string | Buffer)[] {
  if (!name.startsWith('secret-')) return [value, value.replaceAll('-', '')];
  const plain = Buffer.from(Secret.fromBase32(value).bytes);
  const encodings = ['base64', 'base64url', 'hex'] as const;
  return [value, plain, ...encodings.map((encoding) => plain.toString(encoding))];
}
