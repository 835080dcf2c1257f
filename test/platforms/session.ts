import { Secret, TOTP } from 'otpauth';
import type { Answer } from '../harness/request.ts';
import type { PlatformDoor } from './platform-door.ts';

/** How a session shows itself: the header lines that carry its credential, and no others. */
export type Credential = Readonly<Record<string, string>>;

const base = '/.two-factor/v1';
const stepMs = 30_000;

/** What the extension does for a session, without a browser. */
export function sessionAt(door: PlatformDoor, credential: Credential) {
  const headers = {
    ...credential,
    'Content-Type': 'application/json',
    'X-Two-Factor': '1',
    'Sec-Fetch-Site': 'same-origin',
    'Sec-Fetch-Mode': 'cors',
    Origin: door.origin,
  };

  async function state(): Promise<{
    account: { id: string; name: string } | null;
    session: string;
  }> {
    const answer = await door.send({ path: `${base}/state`, headers });
    if (answer.status !== 200) throw new Error(`state: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body);
  }

  async function call(name: string, body: Record<string, unknown>): Promise<Answer> {
    const account = (await state()).account?.id;
    const text = JSON.stringify({ account, ...body });
    const answer = await door.send({
      method: 'POST',
      path: `${base}/${name}`,
      headers,
      body: text,
    });
    if (answer.status >= 300) throw new Error(`${name}: ${answer.status} ${answer.body}`);
    return answer;
  }

  return {
    credential,
    state,
    /** Sets a factor up; the clock moves on, so that the next code is a fresh one. */
    async activate(): Promise<string> {
      const { pendingId, secret } = JSON.parse((await call('activate', {})).body) as {
        pendingId: string;
        secret: string;
      };
      await call('confirm', { pendingId, code: codeOf(secret, door.clock.now()) });
      door.clock.advance(stepMs);
      return secret;
    },
    /** Gives the code that is owed. */
    async verify(secret: string): Promise<void> {
      await call('verify', { code: codeOf(secret, door.clock.now()) });
      door.clock.advance(stepMs);
    },
  };
}

export type Session = ReturnType<typeof sessionAt>;

function codeOf(secret: string, now: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
}
