/** Numbers and tables as the document has them. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Whole, with commas. */
export function count(number: number): string {
  return String(Math.round(number)).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** Milliseconds, such as `4 days 19 hours`. */
export function duration(ms: number): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [unit, length] of units) {
    const whole = Math.floor(rest / length);
    rest -= whole * length;
    if (whole > 0) parts.push(`${whole} ${unit}${whole === 1 ? '' : 's'}`);
  }
  return parts.join(' ');
}

const units = [
  ['day', day],
  ['hour', hour],
  ['minute', minute],
  ['second', second],
] as const;

/** A chance, such as `1 in 3,333`. */
export function oneIn(chance: number): string {
  return `1 in ${chance > 0.1 ? (1 / chance).toFixed(1) : chance > 1e-7 ? count(1 / chance) : small(1 / chance)}`;
}

/** Two digits that matter, such as `0.21` or `2.4 × 10⁻¹⁵`. */
export function small(number: number): string {
  if (number >= 0.01 && number < 1e6) {
    return number < 10 ? number.toPrecision(2) : count(number);
  }
  const [digits = '', exponent = ''] = number.toExponential(1).split('e');
  return `${digits} × 10${[...exponent].map((sign) => superscripts[sign] ?? '').join('')}`;
}

const superscripts: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789-'].map((sign, index) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻'][index] ?? '']),
);

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}
