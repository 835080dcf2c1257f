/** A platform that none of us wrote, started for the tests: unmodified, on loopback. */
export type RunningPlatform = {
  /** Where the gate finds it. */
  readonly upstream: string;
  said(): string;
  stop(): Promise<void>;
};

export type PlatformKind = {
  /** Its profile's file in profiles/. */
  readonly profile: string;
  /**
   * @param origin the gate's, which is where users come in.
   * @param folder empty; for everything that it writes.
   */
  start(origin: string, folder: string): Promise<RunningPlatform>;
};

/** Whoever logs in, on every platform. Each has an account that no other test uses. */
export const password = 'correct horse battery';

/** Of that password, bcrypt with few rounds: made once, so that the tests need no bcrypt of their own. */
export const passwordHash = '$2y$04$6AFZ33DWEfmavCOXv2qZE.FHFd3xhR0Hn2vUUKz7GFJSH5XEdTuD6';

export const users = ['ada', 'ben', 'cleo', 'dora', 'emil', 'fred'] as const;
export type UserName = (typeof users)[number];
