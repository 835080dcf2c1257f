import { expect, test } from 'vitest';
import { createCodeSender } from './code-sender.ts';

/** A sender whose calls end when the test says so. */
function heldSender() {
  const sent: string[] = [];
  const held: ((worked: boolean) => void)[] = [];
  const offer = createCodeSender((code) => {
    sent.push(code);
    return new Promise((resolve) => held.push(resolve));
  });
  const end = async (worked = true) => {
    held.shift()?.(worked);
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { sent, offer, end, underWay: () => held.length };
}

test('nothing is sent before the sixth digit', async () => {
  const { sent, offer } = heldSender();
  for (const typed of ['', '1', '12345', '1234567', 'abcdef']) void offer(typed, true);
  expect(sent).toEqual([]);
});

test('a whole code is sent once, however often it is offered meanwhile', async () => {
  const { sent, offer, end } = heldSender();
  void offer('123456');
  void offer('123456', true);
  void offer('123 456', true);
  await end();
  void offer('123456');
  expect(sent).toEqual(['123456']);
});

test('the same code is sent again when the login happens', async () => {
  const { sent, offer, end } = heldSender();
  void offer('123456');
  await end();
  void offer('123456', true);
  expect(sent).toEqual(['123456', '123456']);
});

test('a code that changed meanwhile follows when the first call is over, never beside it', async () => {
  const { sent, offer, end, underWay } = heldSender();
  void offer('111111');
  void offer('222222');
  void offer('333333');
  expect(underWay()).toBe(1);
  await end();
  expect(sent).toEqual(['111111', '333333']);
  expect(underWay()).toBe(1);
});

test('a code that was taken back meanwhile does not follow', async () => {
  const { sent, offer, end } = heldSender();
  void offer('111111');
  void offer('222222');
  void offer('22222');
  await end();
  expect(sent).toEqual(['111111']);
});

test('a code that could not be sent is sent anew when offered again', async () => {
  const { sent, offer, end } = heldSender();
  void offer('123456');
  await end(false);
  void offer('123456');
  expect(sent).toEqual(['123456', '123456']);
});
