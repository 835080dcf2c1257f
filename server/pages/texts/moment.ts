/** A moment (epoch ms) such as "November 24, 2026 at 09:05 UTC", in the language's words. */
export function momentInWords(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'UTC',
  })
    .format(at)
    .concat(' UTC');
}
