/** How support may act in a realm. */
export type SupportPolicy = {
  /** How many people, beside the one who opened it, must agree to a reset. */
  readonly approvals: 0 | 1 | 2;
  /** Milliseconds from the opening of a case to the reset, in which its owner may veto. */
  readonly coolingOff: number;
  /** Whether the set-up after a reset asks for the code that support handed over. */
  readonly setupCode: boolean;
  /** Whether support may let somebody in for a day without the phone. */
  readonly bypassCodes: boolean;
  /** How many resets, bypass codes and cleared waits an hour may bring, by one key and in the realm. */
  readonly hourlyPerKey: number;
  readonly hourlyPerRealm: number;
};

/** Of which realm's policy is asked; letter case aside. */
export type PolicyOf = (realm: string) => SupportPolicy;
