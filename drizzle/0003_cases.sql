CREATE TABLE `bypass_code` (
	`account_id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`expires_at` integer NOT NULL,
	`issued_by` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`channel` text NOT NULL,
	`seq` integer NOT NULL,
	`state` text NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`next_at` integer NOT NULL,
	`last_error` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_by_row` ON `outbox` (`channel`,`seq`);--> statement-breakpoint
CREATE INDEX `outbox_by_time` ON `outbox` (`channel`,`state`,`next_at`);--> statement-breakpoint
CREATE TABLE `outbox_head` (
	`channel` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `reset_approval` (
	`case_id` text NOT NULL,
	`by` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`case_id`, `by`),
	FOREIGN KEY (`case_id`) REFERENCES `reset_case`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `reset_case` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`account_id` text NOT NULL,
	`state` text NOT NULL,
	`secret_id` text,
	`reason` text NOT NULL,
	`ticket` text NOT NULL,
	`identified_by` text NOT NULL,
	`opened_by` text NOT NULL,
	`opened_at` integer NOT NULL,
	`approvals_needed` integer NOT NULL,
	`due_at` integer NOT NULL,
	`setup_code_hash` text,
	`idempotency_key` text,
	`request_hash` text NOT NULL,
	`closed_at` integer DEFAULT 0 NOT NULL,
	`closed_by` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reset_case_id_unique` ON `reset_case` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `reset_case_open` ON `reset_case` (`account_id`) WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX `reset_case_by_idempotency_key` ON `reset_case` (`opened_by`,`idempotency_key`);--> statement-breakpoint
CREATE INDEX `reset_case_by_account` ON `reset_case` (`account_id`);--> statement-breakpoint
DROP INDEX `audit_of_resets`;--> statement-breakpoint
CREATE INDEX `audit_of_support` ON `audit` (`at`) WHERE event IN ('reset-opened', 'bypass-issued', 'wait-cleared');--> statement-breakpoint
DROP INDEX `account_by_name`;--> statement-breakpoint
DROP INDEX `account_by_email`;--> statement-breakpoint
ALTER TABLE `account` ADD `language` text;--> statement-breakpoint
CREATE INDEX `account_by_name` ON `account` (lower("name"));--> statement-breakpoint
CREATE INDEX `account_by_email` ON `account` (lower("email"));