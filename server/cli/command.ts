/** What a command has of the world outside: where its words go, the time, randomness. */
export type Terminal = {
  /** Results, to standard output; resolves when there is room for more. */
  print(text: string): Promise<void>;
  /** What is said beside the results, to standard error. */
  note(text: string): void;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly random: (bytes: number) => Buffer;
};

/** A group of commands, `npm run doorcode -- GROUP …`; one file a group. */
export type Group = {
  /** Each way of calling it, without the group's name, and what it does. */
  readonly ways: Readonly<Record<string, string>>;
  /**
   * @param words what was typed after the group's name.
   * @returns the exit code: 0 fine, 1 the answer is bad news, 2 it could not do what was asked.
   */
  run(words: readonly string[], terminal: Terminal): Promise<number>;
};

/** Typed wrongly, or not to be done here: its message is for the operator, without a stack. */
export class CommandError extends Error {
  override name = 'CommandError';
}
