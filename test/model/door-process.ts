import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { serverEnvironment } from '../harness/environment.ts';
import type { Door, DoorSettings } from './door.ts';

/** To the other process: settings first, then calls of its door by name. */
export type Message = { readonly id: number } & (
  | { readonly open: DoorSettings }
  | { readonly name: keyof Door; readonly args: readonly unknown[] }
);
export type Reply =
  | { readonly line: string }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string };

export type DoorProcess = Door & {
  /** `kill -9`; resolves when it has ended. */
  kill(): Promise<void>;
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
};

type Waiting = { resolve(value: unknown): void; reject(error: Error): void };

/** A door in a process of its own. What it has not answered when it ends is never answered. */
export async function startDoorProcess(
  settings: DoorSettings,
  onLine: (line: string) => void,
): Promise<DoorProcess> {
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), [], {
    env: serverEnvironment({}),
    execArgv: [],
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const waiting = new Map<number, Waiting>();
  let calls = 0;

  child.on('message', (reply: Reply) => {
    if ('line' in reply) return onLine(reply.line);
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) call?.reject(new Error(reply.error));
    else call?.resolve(reply.value);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', endWithUs);
      resolve();
    });
  });

  function send(message: { open: DoorSettings } | { name: keyof Door; args: readonly unknown[] }) {
    return new Promise<unknown>((resolve, reject) => {
      const id = calls++;
      waiting.set(id, { resolve, reject });
      child.send({ id, ...message } satisfies Message);
    });
  }

  const call =
    (name: keyof Door) =>
    (...args: readonly unknown[]): Promise<never> =>
      send({ name, args }) as Promise<never>;
  const early = ended.then(() => {
    throw new Error('The process of the door ended before it was open.');
  });
  await Promise.race([send({ open: settings }), early]);

  return {
    request: call('request'),
    reset: call('reset'),
    clean: call('clean'),
    rows: call('rows'),
    setFault: call('setFault'),
    drop: endWithUs,
    close: endWithUs,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    ended,
  };
}
