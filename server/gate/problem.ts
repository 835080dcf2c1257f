import {
  type Failure,
  failureStatus,
  type Reason,
  type SupportReason,
  supportFailureStatus,
} from '../domain/failure.ts';
import { en } from '../pages/texts/en.ts';
import { supportReasons } from '../pages/texts/support.ts';

const statuses = { ...failureStatus, ...supportFailureStatus };
const words = { ...en.reasons, ...supportReasons };

/** A refusal as RFC 9457 has it; callers branch on `reason`. `waitUntil` is epoch ms, `clockOff` seconds. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  detail: string;
  reason: Reason | SupportReason;
  waitUntil?: number;
  clockOff?: number;
};

export function problemOf(
  { reason, waitUntil, clockOff }: Omit<Failure<Reason | SupportReason>, 'ok'>,
  detail?: string,
): Problem {
  return {
    type: `urn:two-factor:${reason}`,
    title: reason.replaceAll('-', ' '),
    status: statuses[reason],
    detail: detail ?? words[reason],
    reason,
    ...(waitUntil === undefined ? {} : { waitUntil }),
    ...(clockOff === undefined ? {} : { clockOff }),
  };
}

/** Headers of a problem: a wait has Retry-After (RFC 9110 §10.2.3), in seconds. */
export function problemHeaders({ waitUntil }: Problem, now: number): Record<string, string> {
  return {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...(waitUntil === undefined
      ? {}
      : { 'Retry-After': String(Math.max(1, Math.ceil((waitUntil - now) / 1000))) }),
  };
}
