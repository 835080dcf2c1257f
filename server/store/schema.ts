import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/*
 * Times are epoch milliseconds. Hashes and sealed values are text: the driver aborts the process on a
 * single bare Buffer parameter.
 */

/** Who the platform says somebody is. Name and e-mail are attributes, never the key. */
export const account = sqliteTable(
  'account',
  {
    id: text().primaryKey(),
    profile: text().notNull(),
    realm: text().notNull(),
    platformId: text('platform_id').notNull(),
    name: text().notNull(),
    email: text().notNull(),
    createdAt: integer('created_at').notNull(),
    /** In which of our languages they set up, for messages; null where they never did. */
    language: text(),
  },
  (t) => [
    uniqueIndex('account_by_platform_id').on(t.profile, t.realm, t.platformId),
    // Support looks for either, letter case aside.
    index('account_by_name').on(sql`lower(${t.name})`),
    index('account_by_email').on(sql`lower(${t.email})`),
  ],
);

/**
 * One row an account, from the first sight of it. `last_step` outlives every change of factor, so that
 * a time step is accepted once per account whatever happens in between.
 */
export const factor = sqliteTable('factor', {
  accountId: text('account_id')
    .primaryKey()
    .references(() => account.id),
  state: text({ enum: ['none', 'active', 'locked'] }).notNull(),
  generation: integer().notNull(),
  mustSetUp: integer('must_set_up').notNull(),
  /** Of support's one-time code; null in an account that must set up: the policy asks for none. */
  setupCodeHash: text('setup_code_hash'),
  secretId: text('secret_id'),
  secret: text(),
  lastStep: integer('last_step').notNull(),
  changedAt: integer('changed_at').notNull(),
});

/** A set-up under way. It touches the factor only when it is confirmed, and only its own generation. */
export const pendingSetup = sqliteTable('pending_setup', {
  accountId: text('account_id')
    .primaryKey()
    .references(() => account.id),
  id: text().notNull(),
  secretId: text('secret_id').notNull(),
  secret: text().notNull(),
  generation: integer().notNull(),
  wrongCodes: integer('wrong_codes').notNull(),
  expiresAt: integer('expires_at').notNull(),
});

/** A session that showed a code: this account, this credential, this generation, until then. */
export const clearance = sqliteTable(
  'clearance',
  {
    accountId: text('account_id')
      .notNull()
      .references(() => account.id),
    credential: text().notNull(),
    generation: integer().notNull(),
    expiresAt: integer('expires_at').notNull(),
    /** Failures that the account had when this code was right: told to the user once. */
    failuresBefore: integer('failures_before').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.credential] }),
    index('clearance_by_expiry').on(t.expiresAt),
    index('clearance_by_credential').on(t.credential),
  ],
);

/** Failures in a row, per account and bucket, over all endpoints and processes. */
export const throttle = sqliteTable(
  'throttle',
  {
    accountId: text('account_id')
      .notNull()
      .references(() => account.id),
    bucket: text({ enum: ['known', 'new'] }).notNull(),
    failures: integer().notNull(),
    dayStart: integer('day_start').notNull(),
    dayFailures: integer('day_failures').notNull(),
    waitUntil: integer('wait_until').notNull(),
    /** How many of the failures the account was told of at a success in the other bucket. */
    told: integer().notNull().default(0),
    /** The last wrong code, where it is that of a step too far off: by how many steps, and which. */
    phoneOffset: integer('phone_offset'),
    phoneStep: integer('phone_step'),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.bucket] })],
);

/** Codes for the day when the phone is gone, by hash. A used one is deleted. */
export const recoveryCode = sqliteTable(
  'recovery_code',
  {
    accountId: text('account_id')
      .notNull()
      .references(() => account.id),
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.hash] })],
);

/** When the gate first recognised a credential, by hash: how fresh the login behind it is. */
export const sighting = sqliteTable(
  'sighting',
  {
    credential: text().primaryKey(),
    firstSeen: integer('first_seen').notNull(),
    /** To the day: a row is removed when its credential was not seen for long. */
    lastSeen: integer('last_seen').notNull(),
  },
  (t) => [index('sighting_by_last_seen').on(t.lastSeen)],
);

/** Every judged code. `login_code_id` makes many first requests with one sealed login code one attempt. */
export const attempt = sqliteTable(
  'attempt',
  {
    id: text().primaryKey(),
    loginCodeId: text('login_code_id').unique(),
    accountId: text('account_id')
      .notNull()
      .references(() => account.id),
    credential: text().notNull(),
    bucket: text().notNull(),
    purpose: text().notNull(),
    verdict: text({ enum: ['accepted', 'refused'] }).notNull(),
    at: integer().notNull(),
  },
  (t) => [index('attempt_by_time').on(t.at)],
);

/** Acts of support of which an hour may bring so many. The index serves queries that say it like this. */
const supportsActs = sql`event IN ('reset-opened', 'bypass-issued', 'wait-cleared')`;

/** What happened, written in the commit that made it happen. */
export const audit = sqliteTable(
  'audit',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    accountId: text('account_id').notNull(),
    actor: text().notNull(),
    event: text().notNull(),
    status: text({ enum: ['success', 'error'] }).notNull(),
    note: text().notNull(),
  },
  (t) => [
    index('audit_by_account').on(t.accountId, t.at),
    // How much support has done lately.
    index('audit_of_support').on(t.at).where(supportsActs),
  ],
);

/** The chain over the audit's rows: each link covers its row and the link before it. */
export const auditLink = sqliteTable('audit_link', {
  seq: integer().primaryKey(),
  keyId: text('key_id').notNull(),
  mac: text().notNull(),
});

/** The chain's own random key, sealed: it outlives every root key. */
export const auditKey = sqliteTable('audit_key', {
  id: text().primaryKey(),
  sealed: text().notNull(),
});

/** A key by which support acts; of the key itself only a hash is here. */
export const supportKey = sqliteTable('support_key', {
  name: text().primaryKey(),
  hash: text().notNull().unique(),
  /** Separated by spaces. */
  scopes: text().notNull(),
  createdAt: integer('created_at').notNull(),
  /** 0: never. */
  expiresAt: integer('expires_at').notNull(),
  /** 0: it is not. */
  revokedAt: integer('revoked_at').notNull().default(0),
});

/**
 * Support's wish to reset an account, from its opening to its end. Any account, be it one that is not
 * there: that one comes to nothing, and whoever asked does not learn so (A44).
 */
export const resetCase = sqliteTable(
  'reset_case',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    accountId: text('account_id').notNull(),
    state: text({ enum: ['open', 'done', 'cancelled', 'vetoed'] }).notNull(),
    /** The factor that is lost, null for none: a case is never carried out on another. */
    secretId: text('secret_id'),
    reason: text().notNull(),
    ticket: text().notNull(),
    identifiedBy: text('identified_by').notNull(),
    openedBy: text('opened_by').notNull(),
    openedAt: integer('opened_at').notNull(),
    approvalsNeeded: integer('approvals_needed').notNull(),
    dueAt: integer('due_at').notNull(),
    /** Null: the policy asks for no set-up code. */
    setupCodeHash: text('setup_code_hash'),
    idempotencyKey: text('idempotency_key'),
    requestHash: text('request_hash').notNull(),
    /** 0: it is open. */
    closedAt: integer('closed_at').notNull().default(0),
    closedBy: text('closed_by').notNull().default(''),
  },
  (t) => [
    uniqueIndex('reset_case_open').on(t.accountId).where(sql`state = 'open'`),
    uniqueIndex('reset_case_by_idempotency_key').on(t.openedBy, t.idempotencyKey),
    index('reset_case_by_account').on(t.accountId),
  ],
);

export const resetApproval = sqliteTable(
  'reset_approval',
  {
    caseId: text('case_id')
      .notNull()
      .references(() => resetCase.id),
    by: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.caseId, t.by] })],
);

/** Support's code for a day without the phone, by hash; a used one is deleted, a new one takes its place. */
export const bypassCode = sqliteTable('bypass_code', {
  accountId: text('account_id')
    .primaryKey()
    .references(() => account.id),
  hash: text().notNull(),
  expiresAt: integer('expires_at').notNull(),
  issuedBy: text('issued_by').notNull(),
});

/** Up to which row of the audit the messages for a channel are in the outbox. */
export const outboxHead = sqliteTable('outbox_head', {
  channel: text({ enum: ['mail', 'webhook'] }).primaryKey(),
  seq: integer().notNull(),
});

/** A row of the audit that somebody is told of, and how far that has come. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text().primaryKey(),
    channel: text({ enum: ['mail', 'webhook'] }).notNull(),
    seq: integer().notNull(),
    state: text({ enum: ['waiting', 'sent', 'given-up'] }).notNull(),
    tries: integer().notNull().default(0),
    /** Not before; while somebody sends it: not before they must have failed. */
    nextAt: integer('next_at').notNull(),
    lastError: text('last_error').notNull().default(''),
  },
  (t) => [
    uniqueIndex('outbox_by_row').on(t.channel, t.seq),
    index('outbox_by_time').on(t.channel, t.state, t.nextAt),
  ],
);

/** Work that one process does at a time. */
export const lease = sqliteTable('lease', {
  name: text().primaryKey(),
  holder: text().notNull(),
  until: integer().notNull(),
});

/** One sealed constant per key id: a wrong key is noticed at the start, not at somebody's login. */
export const canary = sqliteTable('canary', {
  keyId: text('key_id').primaryKey(),
  sealed: text().notNull(),
});

/**
 * Every column that holds sealed values, and what such a value is bound to: a place, and these columns
 * of its row. A pending secret is bound as the factor's, which it becomes. In the order in which keys are
 * changed: what moves on in the meantime is found where it went.
 */
export const sealedColumns = [
  {
    table: 'pending_setup',
    column: 'secret',
    purpose: 'secrets',
    place: 'factor.secret',
    boundTo: ['account_id', 'secret_id'],
  },
  {
    table: 'factor',
    column: 'secret',
    purpose: 'secrets',
    place: 'factor.secret',
    boundTo: ['account_id', 'secret_id'],
  },
  {
    table: 'audit_key',
    column: 'sealed',
    purpose: 'audit',
    place: 'audit_key.sealed',
    boundTo: ['id'],
  },
] as const;
