import { z } from 'zod';
import { credential } from './credential-schema.ts';
import { headerName, jsonPath, parameter, type place, request, selector } from './fields.ts';
import { whoami } from './whoami-schema.ts';

/*
 * The profile language. Each field says what it is for; `npm run profile-schema` writes the same as JSON
 * Schema for editors, and docs/profiles.md has an example for each.
 */

/**
 * A front decides with the head of a request alone, puts Cookie and Authorization in place and no other
 * header, and hands on nothing of an answer but one cookie.
 */
const frontsSeeHeadsOnly =
  'a front sees no body, no message of a WebSocket and no answer, and takes no header off but Authorization: leave it out, or leave out body, message, rotate and other headers';

export const profileSchema = z
  .strictObject({
    $schema: z.string().optional().describe('For editors: ./profile.schema.json'),
    name: z.string().min(1).describe('Shown to users, and part of every account: never change it.'),
    unverified: z
      .string()
      .min(1)
      .optional()
      .describe('What nobody has seen of this platform yet. Said at every start.'),
    issuer: z
      .string()
      .min(1)
      .regex(/^[^:]*$/, 'must not contain a colon')
      .describe('What authenticator apps show beside the account.'),
    support: z
      .strictObject({ url: z.string().min(1), email: z.email() })
      .partial()
      .refine((value) => value.url || value.email, 'must name a url or an email')
      .describe('Where users turn to; the url may be relative to the platform.'),
    credential: credential.describe('Where a session can stand in a request: every place of it.'),
    whoami: whoami.describe('How the platform is asked whose session it is.'),
    login: z.array(request).min(1).describe('Requests that log in: they begin as nobody.'),
    logout: z
      .array(request)
      .describe(
        'Requests that log out: they end the clearance. Empty only where the platform knows none.',
      ),
    rotate: z
      .array(z.strictObject({ ...request.shape, token: jsonPath }))
      .default([])
      .describe('Calls whose JSON answer holds a new token in place of the one that asked.'),
    forbid: z
      .strictObject({
        query: z.array(parameter).default([]),
        body: z.array(parameter).default([]),
        headers: z.array(headerName).default([]),
      })
      .prefault({})
      .describe('Ways to log in on any page, such as a password as a parameter: refused.'),
    nonBrowser: z
      .strictObject({ forward: z.array(headerName).default([]) })
      .prefault({})
      .describe('Headers of programs (API keys) that pass unseen. Each is a door without a code.'),
    fronts: z
      .array(z.enum(['nginx', 'caddy']))
      .default([])
      .describe('Fronts that may ask the gate for a verdict, instead of the built-in proxy.'),
    caseInsensitive: z
      .boolean()
      .default(false)
      .describe('The platform tells no letter case apart in ids and realms.'),
    clearance: z
      .strictObject({
        hours: z
          .number()
          .positive()
          .max(24 * 30),
      })
      .default({ hours: 24 })
      .describe('How long a session stays cleared after its code, at most.')
      .transform(({ hours }) => hours * 60 * 60 * 1000),
    page: z
      .strictObject({ loginForm: selector, userMenu: selector, userMenuBefore: selector })
      .partial()
      .default({})
      .describe('For the extension, only where meaning alone does not find the place.'),
  })
  .refine(
    ({ fronts, credential: { headers, body, message }, rotate, forbid }) =>
      fronts.length === 0 ||
      (headers.every(({ name }) => name === 'authorization') &&
        body.length === 0 &&
        !message &&
        rotate.length === 0 &&
        forbid.body.length === 0),
    { path: ['fronts'], error: frontsSeeHeadsOnly },
  )
  .refine(
    ({ nonBrowser: { forward }, credential: { headers } }) =>
      forward.every((name) => name !== 'cookie' && !headers.some((header) => header.name === name)),
    {
      path: ['nonBrowser', 'forward'],
      error: 'must not name a header that carries a credential: it would pass unseen',
    },
  )
  .refine(
    ({ whoami: { companionHeaders }, credential: { headers } }) => {
      const carriers = ['cookie', 'authorization', ...headers.map(({ name }) => name)];
      return companionHeaders.every((name) => !carriers.includes(name));
    },
    {
      path: ['whoami', 'companionHeaders'],
      error: 'must not name a header that carries a credential: each is asked about alone',
    },
  )
  .refine(
    ({ whoami: { nobody }, credential: { cookies } }) =>
      !nobody.missing || cookies.every((each) => each.anonymous === 'remove'),
    {
      path: ['whoami', 'nobody', 'missing'],
      error:
        'an error page lacks the place, too: with this, no cookie may be forwarded while it is nobody’s',
    },
  )
  .refine(({ rotate, credential: { headers } }) => rotate.length === 0 || headers.length > 0, {
    path: ['rotate'],
    error: 'needs a header that carries the new token',
  });

/** One platform, as its file describes it; `clearance` in milliseconds. */
export type Profile = z.infer<typeof profileSchema>;

export type Place = z.infer<typeof place>;

/** A request that the platform knows by method, path and, where it must be, query. */
export type KnownRequest = z.infer<typeof request>;
