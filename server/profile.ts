import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const cookieName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a cookie name');
const path = z.string().regex(/^\/[^\s?#]*$/, 'must be a path that starts with /');
/** Dotted names into a JSON answer, such as `session.method`. */
const jsonPath = z.string().regex(/^[\w-]+(\.[\w-]+)*$/, 'must be names joined by dots');
const selector = z.string().min(1);
const request = z.strictObject({ method: z.enum(['GET', 'POST', 'PUT', 'DELETE']), path });

const profileSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().min(1),
  /** What the authenticator app shows beside the account. */
  issuer: z
    .string()
    .min(1)
    .regex(/^[^:]*$/, 'must not contain a colon'),
  support: z
    .strictObject({ url: z.string().min(1), email: z.email() })
    .partial()
    .refine((value) => value.url || value.email, 'must name a url or an email'),
  credential: z.strictObject({
    cookies: z
      .array(
        z.strictObject({
          name: cookieName,
          /** `forward` only where a login changes the value and the old value stays nobody. */
          anonymous: z.enum(['remove', 'forward']).default('remove'),
        }),
      )
      .min(1),
  }),
  whoami: z.strictObject({
    path,
    /** Statuses by which the platform says that nobody is logged in. */
    nobody: z.array(z.int().min(200).max(499)).min(1),
    accountId: jsonPath,
    realm: jsonPath.optional(),
    name: jsonPath,
    email: jsonPath,
    method: z
      .strictObject({
        path: jsonPath,
        /** Only a method of this very session can exempt; a user's usual one says nothing of it. */
        scope: z.literal('session'),
        exempt: z.array(z.string().min(1)),
      })
      .optional(),
    companionHeaders: z.array(z.string().regex(/^[a-z0-9-]+$/)).default([]),
  }),
  login: z.array(request).min(1),
  logout: z.array(request).min(1),
  caseInsensitive: z.boolean().default(false),
  clearance: z
    .strictObject({
      hours: z
        .number()
        .positive()
        .max(24 * 30),
    })
    .default({ hours: 24 })
    .transform(({ hours }) => hours * 60 * 60 * 1000),
  page: z
    .strictObject({ loginForm: selector, userMenu: selector, userMenuBefore: selector })
    .partial()
    .default({}),
});

/** One platform, as its file describes it; `clearance` in milliseconds. */
export type Profile = z.infer<typeof profileSchema>;

/**
 * Reads the profile of this name from `profiles/`, or at this path.
 *
 * @throws an error that names the file and each mistake with its place.
 */
export function readProfile(nameOrPath: string): Profile {
  const isName = /^[a-z0-9-]+$/.test(nameOrPath);
  const file = isName
    ? fileURLToPath(new URL(`../profiles/${nameOrPath}.json`, import.meta.url))
    : nameOrPath;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`The profile ${file} cannot be read: ${(error as Error).message}`);
  }
  const parsed = profileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(
    (issue) => `  at ${issue.path.join('.') || 'the top'}: ${issue.message}`,
  );
  throw new Error(`The profile ${file} is not valid:\n${mistakes.join('\n')}`);
}
