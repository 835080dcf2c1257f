import { z } from 'zod';
import { headerName, jsonPath, parameter, path } from './fields.ts';

const cookieName = z
  .string()
  .regex(/^[!#$%&'+.^_`|~0-9A-Za-z-]+$/, 'must be a cookie name')
  .describe('A cookie by its exact name.');
/** One `*` stands for any text, the same in every member of a set. */
const cookiePattern = z
  .string()
  .regex(/^[!#$%&'+.^_`|~0-9A-Za-z-]*\*[!#$%&'+.^_`|~0-9A-Za-z-]*$/, 'must be a name with one *')
  .describe('Cookies by a name in which one * stands for any text.');
const anonymous = z
  .enum(['remove', 'forward'])
  .default('remove')
  .describe(
    'While the platform says nobody: remove it, or forward it. Forward only where a login changes the value and the old value stays nobody.',
  );

const cookie = z.union(
  [
    z.strictObject({ name: cookieName, anonymous }),
    z.strictObject({
      pattern: cookiePattern,
      with: z
        .array(
          z.union([cookiePattern, cookieName], {
            error: 'must be a cookie name, with one * where the pattern has it',
          }),
        )
        .default([])
        .describe('Cookies that belong to it and open nothing without it.'),
      anonymous,
    }),
  ],
  { error: 'must be { "name": "…" } or { "pattern": "…*…" }' },
);

export const credential = z
  .strictObject({
    cookies: z
      .array(cookie)
      .default([])
      .describe('Every cookie that can open a session. A forgotten one is a way round the door.'),
    headers: z
      .array(
        z.strictObject({
          name: headerName,
          scheme: z
            .string()
            .regex(/^[\w-]+$/, 'must be one word, such as Bearer')
            .optional()
            .describe('Such as Bearer: what stands before the token.'),
        }),
      )
      .default([])
      .describe('Headers that carry a token; the page’s own token goes in the first.'),
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
