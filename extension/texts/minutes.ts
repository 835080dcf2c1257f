/** So many seconds, whichever way they lead, in whole minutes and in words: 95 are "2 minutes". */
export function minutes(language: string, seconds: number): string {
  const count = Math.max(1, Math.round(Math.abs(seconds) / 60));
  const words = { style: 'unit', unit: 'minute', unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(language, words).format(count);
}
