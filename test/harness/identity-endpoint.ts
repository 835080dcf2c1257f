import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Credential, credentialReader } from '../../server/gate/credential.ts';
import { createWhoami } from '../../server/gate/whoami.ts';
import { readProfile } from '../../server/profile/profile.ts';
import type { Profile } from '../../server/profile/schema.ts';
import { newClock } from './scratch-deps.ts';

const profile = readProfile('stand-in');

/** What the endpoint says of a session that was opened by password. */
export const ada = {
  id: 'u-1',
  realm: 'acme',
  name: 'Ada',
  email: 'ada@acme.example',
  session: { method: 'password' },
};

export type IdentityAnswer = (question: IncomingMessage, answer: ServerResponse) => void;

/** An answer in JSON. */
export const json =
  (body: unknown, status = 200): IdentityAnswer =>
  (_, answer) => {
    answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };

/** A platform of which only the identity endpoint matters, and a whoami that asks it. */
export async function startIdentityEndpoint(
  answer: IdentityAnswer,
  change: Partial<Profile['whoami']> & { fold?: boolean } = {},
) {
  const questions: IncomingMessage[] = [];
  let respond = answer;
  const platform = createServer((question, to) => {
    questions.push(question);
    respond(question, to);
  });
  await new Promise<void>((listening) => platform.listen(0, '127.0.0.1', listening));
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => {
    agent.destroy();
    platform.closeAllConnections();
    platform.close();
  });
  const clock = newClock();
  const { fold = false, ...whoamiChange } = change;
  const whoami = createWhoami(
    { ...profile, caseInsensitive: fold, whoami: { ...profile.whoami, ...whoamiChange } },
    new URL(`http://127.0.0.1:${(platform.address() as AddressInfo).port}`),
    agent,
    new URL('https://flows.example'),
    clock.now,
  );
  return {
    whoami,
    clock,
    questions,
    answerWith(other: IdentityAnswer) {
      respond = other;
    },
    close: () => {
      platform.closeAllConnections();
      platform.close();
    },
  };
}

/** The credential in a request's Cookie header. */
export function credential(value: string, name = 'session'): Credential {
  const [found] = credentialReader(profile).read({ headers: { cookie: `${name}=${value}` } }).found;
  if (!found) throw new Error('This is no credential.');
  return found;
}
