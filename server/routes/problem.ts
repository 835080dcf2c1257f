import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type {
  Failure,
  failureStatus,
  Reason,
  SupportReason,
  supportFailureStatus,
} from '../domain/failure.ts';
import { problemHeaders, problemOf } from '../gate/problem.ts';

type Any = Reason | SupportReason;
type Status = (typeof failureStatus & typeof supportFailureStatus)[Any];

/** Answers a refusal from a route. */
export function problem(
  c: Context,
  failure: Omit<Failure<Any>, 'ok'>,
  now: number,
  detail?: string,
) {
  const body = problemOf(failure, detail);
  return c.json(body, body.status as Status, problemHeaders(body, now));
}

/** A body that cannot be parsed is its sender's mistake: a stranger shall raise no alarm with it. */
export function isNoJson(error: unknown): error is HTTPException {
  return error instanceof HTTPException && error.status === 400;
}
