import { z } from 'zod';

/*
 * The profile language. Each field says what it is for; `npm run profile-schema` writes the same as JSON
 * Schema for editors, and docs/profiles.md has an example for each.
 */

const cookieName = z
  .string()
  .regex(/^[!#$%&'+.^_`|~0-9A-Za-z-]+$/, 'must be a cookie name')
  .describe('A cookie by its exact name.');
/** One `*` stands for any text, the same in every member of a set. */
const cookiePattern = z
  .string()
  .regex(/^[!#$%&'+.^_`|~0-9A-Za-z-]*\*[!#$%&'+.^_`|~0-9A-Za-z-]*$/, 'must be a name with one *')
  .describe('Cookies by a name in which one * stands for any text.');
const headerName = z.string().regex(/^[a-z0-9-]+$/, 'must be a header name in lower case');
const parameter = z.string().regex(/^[\w.-]+$/, 'must be the name of a parameter');
const path = z.string().regex(/^\/[^\s?#]*$/, 'must be a path that starts with /');
const target = z
  .string()
  .regex(/^\/[^\s#]*$/, 'must be a path that starts with /, with or without a query');
/** Dotted names into a JSON value, such as `session.method`. */
const jsonPath = z.string().regex(/^[\w-]+(\.[\w-]+)*$/, 'must be names joined by dots');
const selector = z.string().min(1).describe('A CSS selector.');

const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path,
  query: z
    .record(z.string(), z.string())
    .optional()
    .describe('Parameters that the address must have, where the path is shared with others.'),
});

/** Where in an answer something stands: names into JSON, or an element of an HTML page. */
const place = z.union([
  jsonPath,
  z.strictObject({
    selector,
    attribute: z.string().min(1).optional().describe('Its attribute; without it, its text.'),
  }),
]);

const anonymous = z
  .enum(['remove', 'forward'])
  .default('remove')
  .describe(
    'While the platform says nobody: remove it, or forward it. Forward only where a login changes the value and the old value stays nobody.',
  );

const cookie = z.union([
  z.strictObject({ name: cookieName, anonymous }),
  z.strictObject({
    pattern: cookiePattern,
    with: z
      .array(z.union([cookiePattern, cookieName]))
      .default([])
      .describe('Cookies that belong to it and open nothing without it.'),
    anonymous,
  }),
]);

const credential = z
  .strictObject({
    cookies: z.array(cookie).default([]),
    headers: z
      .array(
        z.strictObject({
          name: headerName,
          scheme: z
            .string()
            .regex(/^[\w-]+$/)
            .optional()
            .describe('Such as Bearer: what stands before the token.'),
        }),
      )
      .default([]),
    query: z.array(parameter).default([]).describe('Parameters of the address.'),
    body: z
      .array(parameter)
      .default([])
      .describe('Fields of a form or of a JSON object. Only the built-in proxy sees them.'),
    message: z
      .strictObject({ paths: z.array(path).min(1), at: jsonPath })
      .optional()
      .describe('In the first message of a WebSocket at these paths, JSON.'),
    storage: z
      .strictObject({
        area: z.enum(['localStorage', 'sessionStorage']),
        key: z.string().min(1),
        at: jsonPath.optional().describe('Where in the JSON value; without it, the value itself.'),
      })
      .optional()
      .describe('Where the page keeps the token that it sends in the first of `headers`.'),
  })
  .refine(
    ({ cookies, headers, query, body, message }) =>
      cookies.length + headers.length + query.length + body.length > 0 || message !== undefined,
    'must name a way in',
  )
  .refine(
    ({ storage, headers }) => storage === undefined || headers.length > 0,
    'storage needs a header to send its token in',
  );

const whoami = z.strictObject({
  method: z.enum(['GET', 'POST']).default('GET'),
  path: target,
  answer: z.enum(['json', 'html']).default('json'),
  nobody: z
    .strictObject({
      status: z.array(z.int().min(200).max(499)).default([]),
      value: z
        .strictObject({ at: place, is: z.union([z.string(), z.number(), z.boolean(), z.null()]) })
        .optional(),
      empty: z.boolean().default(false).describe('An empty body, {} or null.'),
      missing: z.boolean().default(false).describe('HTML without the place of the account id.'),
    })
    .refine(
      ({ status, value, empty, missing }) => status.length > 0 || value || empty || missing,
      'must say how the platform says nobody',
    ),
  accountId: place.describe(
    'The immutable id of the account: not an e-mail, not a changeable name.',
  ),
  realm: place.optional(),
  name: place,
  email: place.optional(),
  loginMethod: z
    .strictObject({
      at: place,
      scope: z
        .literal('session')
        .describe("Only a method of this very session can exempt; a user's usual one cannot."),
      exempt: z.array(z.string().min(1)),
    })
    .optional(),
  companionHeaders: z.array(headerName).default([]),
});

/**
 * A front decides with the head of a request alone, puts Cookie and Authorization in place and no other
 * header, and hands on nothing of an answer but one cookie.
 */
const frontsSeeHeadsOnly =
  'a front sees no body, no message of a WebSocket and no answer, and takes no header off but Authorization: leave it out, or leave out body, message, rotate and other headers';

export const profileSchema = z
  .strictObject({
    $schema: z.string().optional(),
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
      .refine((value) => value.url || value.email, 'must name a url or an email'),
    credential,
    whoami,
    login: z.array(request).min(1),
    logout: z.array(request).min(1),
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
  );

/** One platform, as its file describes it; `clearance` in milliseconds. */
export type Profile = z.infer<typeof profileSchema>;

export type Place = z.infer<typeof place>;

/** A request that the platform knows by method, path and, where it must be, query. */
export type KnownRequest = z.infer<typeof request>;
