/** A time (epoch ms) to the minute, such as `2026-11-24 09:05 UTC`. */
export function moment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
