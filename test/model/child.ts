import { type Door, openDoor } from './door.ts';
import type { Message, Reply } from './door-process.ts';

/* A door in a process of its own, which holds the database until it is killed. */

const say = (reply: Reply) => process.send?.(reply);
let door: Door;

process.on('message', async ({ id, ...message }: Message) => {
  try {
    if ('open' in message) {
      const end = () => process.kill(process.pid, 'SIGKILL');
      door = await openDoor(message.open, (line) => say({ line }), end);
      say({ id, value: null });
    } else {
      const call = door[message.name] as (...args: unknown[]) => unknown;
      say({ id, value: await call(...message.args) });
    }
  } catch (error) {
    say({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
