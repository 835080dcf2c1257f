import { createSecretKey, type KeyObject } from 'node:crypto';
import { Secret } from 'otpauth';
import type { Deps } from '../../server/deps.ts';
import { activate } from '../../server/domain/activate.ts';
import { confirm } from '../../server/domain/confirm.ts';
import { knownDevice } from '../../server/domain/device.ts';
import { readSession, type Session } from '../../server/domain/session.ts';
import { hotp, stepAt } from '../../server/domain/totp.ts';
import { verify } from '../../server/domain/verify.ts';
import { newPlatformPerson } from '../harness/scratch-account.ts';

/** Somebody with an active factor, and with a browser that has shown a code. */
export type Victim = {
  readonly name: string;
  readonly accountId: string;
  readonly app: KeyObject;
  readonly recoveryCodes: readonly string[];
  /** Of support, once the account was reset. */
  readonly setupCode: string;
  /** What that browser keeps since. */
  readonly device: string;
  session(credential: string, device?: string | null): Promise<Session>;
  /** A right code, now, in a new session; answers until when it must wait, 0 where it is in. */
  logIn(credential: string, device: string | null): Promise<number>;
};

export async function enrol(deps: Deps, name: string): Promise<Victim> {
  const person = newPlatformPerson({ platformId: name, name, email: `${name}@acme.example` });
  const session: Victim['session'] = (credential, device = null) =>
    readSession(deps, person, [`${credential} of ${name}`], false, device);

  const first = await session('first session');
  const setup = await activate(deps, first, {});
  if (!setup.ok) throw new Error(`A set-up was refused: ${setup.reason}`);
  const app = createSecretKey(Buffer.from(Secret.fromBase32(setup.secret).bytes));
  const code = () => hotp(app, stepAt(deps.now()));
  const done = await confirm(deps, first, { pendingId: setup.pendingId, code: code() });
  if (!done.ok) throw new Error(`A right code was refused: ${done.reason}`);

  return {
    name,
    accountId: first.accountId,
    app,
    recoveryCodes: done.recoveryCodes,
    setupCode: '',
    device: knownDevice(deps, first.accountId),
    session,
    async logIn(credential, device) {
      const answer = await verify(deps, await session(credential, device), code());
      if (answer.ok) return 0;
      if (answer.reason === 'wait' && answer.waitUntil) return answer.waitUntil;
      throw new Error(`The owner was refused: ${answer.reason}`);
    },
  };
}
