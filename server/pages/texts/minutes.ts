/** So many seconds, ahead or behind, as whole minutes in words: 95 are "2 minutes". */
export function minutes(language: string, seconds: number): string {
  const count = Math.max(1, Math.round(Math.abs(seconds) / 60));
  const words = { style: 'unit', unit: 'minute', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, words).format(count);
}
