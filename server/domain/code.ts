import { parseBypassCode } from './bypass-codes.ts';
import { parseRecoveryCode } from './recovery-codes.ts';

const sixDigits = /^[0-9]{6}$/;

/** What somebody typed: a code of the app, or the letters of a recovery code or of support's bypass code. */
export type Typed =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'recovery-code' | 'bypass-code'; readonly letters: string };

/**
 * The six digits of what somebody typed or pasted: spaces and hyphens aside, ASCII digits only. Null
 * for anything else, before anything is judged or counted (A22, A23).
 */
export function parseCode(typed: string): string | null {
  if (typed.length > 32) return null;
  const code = typed.replaceAll(/[ \u00a0-]/g, '');
  return sixDigits.test(code) ? code : null;
}

/** The same where other codes serve too, as far as they do (decision 25). No text is two of them. */
export function parseTyped(
  typed: string,
  others: { readonly recovery: boolean; readonly bypass: boolean },
): Typed | null {
  const code = parseCode(typed);
  if (code !== null) return { kind: 'code', code };
  const recovery = others.recovery ? parseRecoveryCode(typed) : null;
  if (recovery !== null) return { kind: 'recovery-code', letters: recovery };
  const bypass = others.bypass ? parseBypassCode(typed) : null;
  return bypass === null ? null : { kind: 'bypass-code', letters: bypass };
}
