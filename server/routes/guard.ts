import { zValidator } from '@hono/zod-validator';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { isSameOrigin } from '../gate/origin.ts';
import { problem } from './problem.ts';

const bodyAtMost = 4 * 1024;
const jsonType = /^application\/json(\s*;\s*charset="?utf-8"?)?$/i;

export const isJson = (type: string | undefined) => jsonType.test(type ?? '');

/**
 * What every change of state must show before its body is looked at: it came from the platform's own
 * pages, by script (a form cannot set our header), as JSON.
 */
export function guardChanges(deps: Deps) {
  return createMiddleware(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const headers = c.req.header();
    if (!isSameOrigin(headers, deps.origin) || headers['x-two-factor'] !== '1') {
      return problem(c, { reason: 'not-same-origin' }, deps.now());
    }
    if (!isJson(headers['content-type'])) {
      return problem(c, { reason: 'unsupported-media-type' }, deps.now());
    }
    return next();
  });
}

export function limitBody(deps: Deps) {
  return bodyLimit({
    maxSize: bodyAtMost,
    onError: (c) => problem(c, { reason: 'too-large' }, deps.now()),
  });
}

/** The body as this schema has it, or a problem that names what is wrong. */
export function body<Schema extends z.ZodType>(deps: Deps, schema: Schema) {
  return zValidator('json', schema, (result, c) => {
    if (result.success) return;
    return problem(c, { reason: 'bad-request' }, deps.now(), complaintOf(result.error));
  });
}

/** What is wrong with something that was sent, and where. */
export function complaintOf({ issues }: Pick<z.core.$ZodError, 'issues'>): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');
}
