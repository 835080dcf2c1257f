/** One line of JSON per event on a stream of the caller's; never a code, secret, cookie or key. */
export type Log = {
  info(event: string, fields?: Fields): void;
  /** Something an operator must look at: the event's name is stable, so that it can be watched for. */
  alarm(event: string, fields?: Fields): void;
};

export type Fields = Readonly<Record<string, string | number | boolean | null>>;

export function createLog(write: (line: string) => void, now: () => number): Log {
  const line =
    (level: string) =>
    (event: string, fields: Fields = {}) =>
      write(
        `${JSON.stringify({ time: new Date(now()).toISOString(), level, event, ...fields })}\n`,
      );
  return { info: line('info'), alarm: line('alarm') };
}

/** An error's name and message as fields; its stack stays out, messages of ours hold no secrets. */
export function errorFields(error: unknown): Fields {
  return error instanceof Error
    ? { error: error.name, message: error.message }
    : { error: typeof error, message: 'not an Error' };
}
