import { expect, it } from 'vitest';
import { startInnerDoor } from '../../test/harness/inner-door.ts';
import { send } from '../check/wire.ts';

it('a WebSocket that is let in makes Node warn of nothing', async () => {
  const door = await startInnerDoor();
  const ada = door.person();
  await ada.logIn('ada@acme.example');
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const answer = await send(new URL(door.origin), {
    method: 'GET',
    target: '/ws',
    headers: [
      ['Cookie', ada.visitor.cookieHeader()],
      ['Connection', 'Upgrade'],
      ['Upgrade', 'websocket'],
      ['Sec-WebSocket-Key', 'a key'],
    ],
    messages: ['hello'],
  });
  process.off('warning', note);
  await door.stop();
  expect([answer?.status, answer?.body]).toEqual([101, 'hello']);
  // Of listeners that pile up, for one.
  expect(warnings).toEqual([]);
});
