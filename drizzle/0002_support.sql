CREATE TABLE `support_key` (
	`name` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `support_key_hash_unique` ON `support_key` (`hash`);--> statement-breakpoint
CREATE INDEX `audit_of_resets` ON `audit` (`actor`,`at`) WHERE event = 'reset';