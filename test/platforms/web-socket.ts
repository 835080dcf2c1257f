import type { PlatformDoor } from './platform-door.ts';

export type Conversation = {
  /** Messages that came. */
  readonly heard: readonly string[];
  /** The code with which the other end closed; 1006 for a connection that was cut. */
  readonly closed: Promise<number>;
  send(message: string): void;
  /** Resolves when a message came that has this text in it; rejects when it is closed before. */
  hears(text: string): Promise<void>;
  close(): void;
};

/** Opens a WebSocket at the gate, or rejects when the upgrade is refused. */
export async function openWebSocket(door: PlatformDoor, path: string): Promise<Conversation> {
  const socket = new WebSocket(new URL(path, door.origin.replace(/^http/, 'ws')));
  const heard: string[] = [];
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code));
  });
  socket.addEventListener('message', ({ data }) => heard.push(String(data)));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('refused')));
  });
  return {
    heard,
    closed,
    send: (message) => socket.send(message),
    hears: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (heard.some((message) => message.includes(text))) resolve();
        };
        socket.addEventListener('message', look);
        closed.then((code) => reject(new Error(`closed with ${code} before it heard ${text}`)));
        look();
      }),
    close: () => socket.close(),
  };
}
