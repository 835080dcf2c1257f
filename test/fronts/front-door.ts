import { type InnerDoor, type InnerDoorOptions, startInnerDoor } from '../harness/inner-door.ts';
import { newPerson } from '../harness/person.ts';
import { freePort } from '../harness/ports.ts';
import { type FrontName, startFrontProcess } from './front-process.ts';

/** Every way in which the gate can stand before a platform; what holds for one holds for all. */
export const fronts = ['built-in', 'nginx', 'caddy'] as const;

export type Front = (typeof fronts)[number];

/** A door whose `origin` is where users come in: the front, or the gate where that is the proxy itself. */
export type FrontDoor = InnerDoor & {
  /** Where the gate itself listens. */
  readonly gate: string;
  /** What the front said; empty for the built-in one. */
  frontLog(): string;
};

/** Starts the stand-in, the gate, and the front before them as users of it would. */
export async function startFrontDoor(
  front: Front,
  options: InnerDoorOptions = {},
): Promise<FrontDoor> {
  if (front === 'built-in') {
    const door = await startInnerDoor(options);
    return Object.assign(door, { gate: door.origin, frontLog: () => '' });
  }
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const inner = await startInnerDoor({
    ...options,
    settings: { DOORCODE_ORIGIN: origin, DOORCODE_FRONT: front, ...options.settings },
  });
  const before = await startBefore(front, port, inner);
  return {
    ...inner,
    origin,
    gate: inner.origin,
    get deps() {
      return inner.deps;
    },
    frontLog: before.log,
    person: () => newPerson(origin, inner.clock),
    async stop() {
      await before.stop();
      await inner.stop();
    },
  };
}

async function startBefore(front: FrontName, port: number, inner: InnerDoor) {
  const gate = Number(new URL(inner.origin).port);
  try {
    return await startFrontProcess(front, { front: port, gate, platform: inner.platform.port });
  } catch (error) {
    await inner.stop();
    throw error;
  }
}
