import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import type { Profile } from '../profile/schema.ts';
import type { Admission } from './admission.ts';
import { writeCookies } from './cookies.ts';
import { credentialReader, headerLine } from './credential.ts';
import { withoutParameters, withoutPathParameters } from './query.ts';
import type { RequestHead } from './request.ts';

/** What the gate lets through: the request with these credentials and no others. */
export type Passage = {
  readonly cookie: string | null;
  /** Header lines that carry credentials. */
  readonly headers: readonly (readonly [string, string])[];
  /** The request target. */
  readonly target: string;
  /** The body, where the gate has read it. */
  readonly body: Buffer | null;
  /** Stands in the way of a body that the gate has not read. */
  readonly watch: Transform | null;
  /**
   * Called with the platform's answer before any of it is passed on; what it resolves to is added as
   * Set-Cookie lines.
   */
  onAnswer(answer: IncomingMessage): Promise<readonly string[]>;
  /** Called with the whole answer's body before it is passed on, where there is something to see. */
  readonly onBody: ((body: Buffer) => Promise<void>) | null;
};

/** The credentials of an admitted request, as they travel on. */
export function credentialsOf(
  profile: Profile,
  { url = '/' }: RequestHead,
  { visitor, forwarded }: Admission,
): Pick<Passage, 'cookie' | 'headers' | 'target'> {
  const keepsQuery = forwarded.some(({ place }) => place === 'query');
  const { isParameter, isCookie } = credentialReader(profile);
  const path = withoutPathParameters(url, (name) => isParameter(name) || isCookie(name));
  return {
    cookie: writeCookies([...visitor.others, ...forwarded.flatMap(({ cookies }) => cookies)]),
    headers: forwarded
      .filter(({ place }) => place === 'header')
      .map((credential) => headerLine(profile, credential)),
    target: keepsQuery ? path : withoutParameters(path, isParameter),
  };
}
