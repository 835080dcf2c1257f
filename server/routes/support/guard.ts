import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Deps } from '../../deps.ts';
import type { Failure, Reason, SupportReason } from '../../domain/failure.ts';
import type { Actor } from '../../domain/support-acts.ts';
import {
  environmentKey,
  findSupporter,
  hashSupportKey,
  type Scope,
  type Supporter,
  scopes,
} from '../../domain/support-keys.ts';
import { problem } from '../problem.ts';

export type SupportEnv = { Variables: { supporter: Supporter } };

/**
 * Whose bearer key it is: that of the environment, which has every scope, or one that an operator made.
 * A key in the address is none: addresses end up in logs.
 */
export function requireKey(deps: Deps, supportKey: string | undefined) {
  const expected = supportKey === undefined ? null : Buffer.from(hashSupportKey(supportKey));
  const isEnvironments = (key: string) =>
    expected !== null && timingSafeEqual(expected, Buffer.from(hashSupportKey(key)));
  return createMiddleware<SupportEnv>(async (c, next) => {
    const [, key] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    const supporter =
      key === undefined
        ? null
        : isEnvironments(key)
          ? { name: environmentKey, scopes: new Set(scopes) }
          : await findSupporter(deps, key);
    if (!supporter) {
      c.header('WWW-Authenticate', 'Bearer');
      return problem(c, { reason: 'bad-support-key' }, deps.now());
    }
    c.set('supporter', supporter);
    await next();
    c.header('Cache-Control', 'no-store');
  });
}

/** Any of these scopes serves. */
export function requireScope(deps: Deps, ...wanted: readonly Scope[]) {
  return createMiddleware<SupportEnv>(async (c, next) => {
    if (wanted.some((scope) => c.var.supporter.scopes.has(scope))) return next();
    const names = wanted.join(' or ');
    c.header('WWW-Authenticate', `Bearer error="insufficient_scope", scope="${wanted.join(' ')}"`);
    return problem(
      c,
      { reason: 'missing-scope' },
      deps.now(),
      `This call needs the scope ${names}.`,
    );
  });
}

/** Who acts, as the audit has it. */
export function actorOf(c: Context<SupportEnv>): Actor {
  return `support:${c.var.supporter.name}`;
}

/**
 * Answers a refusal. The routes' types know their successes alone; what each may refuse stands in its
 * description.
 */
export function refuser(deps: Deps) {
  return (c: Context<SupportEnv>, failure: Failure<Reason | SupportReason>) =>
    problem(c, failure, deps.now()) as never;
}
