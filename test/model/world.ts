/** Six digits, known by the secrets and the time steps, about now, that show them. */
export type Digits = {
  kind: 'digits';
  typed: string;
  shownBy: readonly { secret: string; step: number }[];
};

/** What somebody typed. All that is secret is a name here. */
export type Code = Digits | { kind: 'recovery' | 'set-up'; name: string } | { kind: 'nonsense' };

export type Count = {
  inARow: number;
  told: number;
  dayStart: number;
  today: number;
  waitUntil: number;
};

export type Account = {
  factor: 'none' | 'active' | 'locked';
  /** Raised by every change of the factor. */
  generation: number;
  mustSetUp: boolean;
  setupCode: string | null;
  secret: string | null;
  lastStep: number;
  recoveryCodes: string[];
  pending: { secret: string; expiresAt: number; wrongCodes: number } | null;
  counts: { known: Count; new: Count };
};

/** A session of the platform, which is one credential. */
export type Session = {
  account: string;
  exempt: boolean;
  alive: boolean;
  firstSeen: number | null;
  cleared: { generation: number; until: number; failuresBefore: number } | null;
};

/** A browser's cookies: two credentials of the platform, the known device, the sealed login code. */
export type Jar = {
  main: string | null;
  legacy: string | null;
  device: string | null;
  loginCode: { id: string; code: Digits; sealedAt: number } | null;
};

export type World = {
  now: number;
  /** The platform cannot be asked whose session it is. */
  outage: boolean;
  accounts: Record<string, Account>;
  sessions: Record<string, Session>;
  jars: Jar[];
  spentLoginCodes: string[];
  /** Makes the next name. */
  named: number;
};

/** A request: the cookies with which it left, and those that its answer sets. */
export type Sent = {
  readonly carries: Readonly<Jar>;
  readonly sets: Partial<Jar>;
  /** It owed a code when it came; meanwhile another request of the session may have shown one. */
  readonly owed?: boolean;
};

/** A call that changes something; `as` is the account that the caller saw. */
export type Change =
  | { do: 'verify'; as: string; code: Code }
  | { do: 'confirm'; as: string; secret: string; code: Code }
  | { do: 'activate'; as: string; code?: Code | undefined; setupCode?: Code | undefined }
  | { do: 'deactivate' | 'renew'; as: string; code?: Code | undefined };

export type Refusal = { ok: false; reason: string; waitUntil?: number };
export type Answer = { ok: true; [fact: string]: unknown } | Refusal;
