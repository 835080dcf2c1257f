import { parseRecoveryCode } from './recovery-codes.ts';

const sixDigits = /^[0-9]{6}$/;

/** What somebody typed: a code of the app, or the letters of a recovery code. */
export type Typed =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'recovery-code'; readonly letters: string };

/**
 * The six digits of what somebody typed or pasted: spaces and hyphens aside, ASCII digits only. Null
 * for anything else, before anything is judged or counted (A22, A23).
 */
export function parseCode(typed: string): string | null {
  if (typed.length > 32) return null;
  const code = typed.replaceAll(/[ \u00a0-]/g, '');
  return sixDigits.test(code) ? code : null;
}

/** The same where a recovery code serves too, if it does (decision 25). No text is both. */
export function parseTyped(typed: string, recovery: boolean): Typed | null {
  const code = parseCode(typed);
  if (code !== null) return { kind: 'code', code };
  const letters = recovery ? parseRecoveryCode(typed) : null;
  return letters === null ? null : { kind: 'recovery-code', letters };
}
