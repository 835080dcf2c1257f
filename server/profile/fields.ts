import { z } from 'zod';

/* What the parts of the profile language are made of. */

export const headerName = z
  .string()
  .regex(/^[a-z0-9-]+$/, 'must be a header name in lower case')
  .describe('A header by its name in lower case.');
export const parameter = z
  .string()
  .regex(/^[\w.-]+$/, 'must be the name of a parameter')
  .describe('A parameter or field by its name.');
export const path = z.string().regex(/^\/[^\s?#]*$/, 'must be a path that starts with /');
export const target = z
  .string()
  .regex(/^\/[^\s#]*$/, 'must be a path that starts with /, with or without a query');
/** Dotted names into a JSON value, such as `session.method`. */
export const jsonPath = z.string().regex(/^[\w-]+(\.[\w-]+)*$/, 'must be names joined by dots');
export const selector = z.string().min(1).describe('A CSS selector.');

export const request = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path,
  query: z
    .record(z.string(), z.string())
    .optional()
    .describe('Parameters that the address must have, where the path is shared with others.'),
});

/** Where in an answer something stands: names into JSON, or an element of an HTML page. */
export const place = z.union(
  [
    jsonPath.describe('Of a JSON answer: names joined by dots, such as user.id.'),
    z
      .strictObject({
        selector,
        attribute: z.string().min(1).optional().describe('Its attribute; without it, its text.'),
      })
      .describe('Of an HTML answer: the one element that the selector finds.'),
  ],
  { error: 'must be names joined by dots, such as user.id, or { "selector": "…" } for HTML' },
);
