CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`profile` text NOT NULL,
	`realm` text NOT NULL,
	`platform_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `account_by_platform_id` ON `account` (`profile`,`realm`,`platform_id`);--> statement-breakpoint
CREATE INDEX `account_by_name` ON `account` (`profile`,`realm`,`name`);--> statement-breakpoint
CREATE INDEX `account_by_email` ON `account` (`profile`,`realm`,`email`);--> statement-breakpoint
CREATE TABLE `attempt` (
	`id` text PRIMARY KEY NOT NULL,
	`login_code_id` text,
	`account_id` text NOT NULL,
	`credential` text NOT NULL,
	`bucket` text NOT NULL,
	`purpose` text NOT NULL,
	`verdict` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `attempt_login_code_id_unique` ON `attempt` (`login_code_id`);--> statement-breakpoint
CREATE INDEX `attempt_by_time` ON `attempt` (`at`);--> statement-breakpoint
CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`account_id` text NOT NULL,
	`actor` text NOT NULL,
	`event` text NOT NULL,
	`status` text NOT NULL,
	`note` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_by_account` ON `audit` (`account_id`,`at`);--> statement-breakpoint
CREATE TABLE `canary` (
	`key_id` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `clearance` (
	`account_id` text NOT NULL,
	`credential` text NOT NULL,
	`generation` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`failures_before` integer NOT NULL,
	PRIMARY KEY(`account_id`, `credential`),
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `clearance_by_expiry` ON `clearance` (`expires_at`);--> statement-breakpoint
CREATE INDEX `clearance_by_credential` ON `clearance` (`credential`);--> statement-breakpoint
CREATE TABLE `factor` (
	`account_id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`generation` integer NOT NULL,
	`must_set_up` integer NOT NULL,
	`setup_code_hash` text,
	`secret_id` text,
	`secret` text,
	`last_step` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `pending_setup` (
	`account_id` text PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`secret_id` text NOT NULL,
	`secret` text NOT NULL,
	`generation` integer NOT NULL,
	`wrong_codes` integer NOT NULL,
	`expires_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `throttle` (
	`account_id` text NOT NULL,
	`bucket` text NOT NULL,
	`failures` integer NOT NULL,
	`day_start` integer NOT NULL,
	`day_failures` integer NOT NULL,
	`wait_until` integer NOT NULL,
	PRIMARY KEY(`account_id`, `bucket`),
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE no action
);
