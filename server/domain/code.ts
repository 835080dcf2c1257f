const sixDigits = /^[0-9]{6}$/;

/**
 * The six digits of what somebody typed or pasted: spaces and hyphens aside, ASCII digits only. Null
 * for anything else, before anything is judged or counted.
 */
export function parseCode(typed: string): string | null {
  if (typed.length > 32) return null;
  const code = typed.replaceAll(/[ \u00a0-]/g, '');
  return sixDigits.test(code) ? code : null;
}
