import type { InnerDoor } from './inner-door.ts';
import type { Person } from './person.ts';

/** Users of a door whom nobody saw before, with and without a factor. */
export function newUsers(door: () => InnerDoor) {
  let next = 1;
  const newEmail = () => `user${next++}@acme.example`;

  async function loggedIn(email = newEmail(), realm = 'acme'): Promise<Person> {
    const person = door().person();
    await person.logIn(email, realm);
    return person;
  }

  /** One more login of somebody, from another browser, with the same phone. */
  async function loginOf(owner: Person, email: string): Promise<Person> {
    const login = await loggedIn(email);
    login.useSecret(owner.secret);
    return login;
  }

  /** Somebody with an active factor, and one more session of theirs that owes its code. */
  async function enrolled(): Promise<{ owner: Person; login: Person; email: string }> {
    const email = newEmail();
    const owner = await loggedIn(email);
    await owner.activate();
    return { owner, login: await loginOf(owner, email), email };
  }

  return { newEmail, loggedIn, loginOf, enrolled };
}

export const isIn = async (person: Person) => (await person.fetch('/api/me')).status === 200;

/** Wrong codes until this many are counted in all, each as soon as the door lets it be judged. */
export async function failPatiently(door: InnerDoor, person: Person, times: number): Promise<void> {
  for (let i = 0; i < times; i++) {
    const { waitUntil } = await person.state();
    if (waitUntil !== null) door.clock.advance(waitUntil - door.clock.now());
    const answer = await person.call('verify', { code: person.wrongCode() });
    if (answer.status !== 403) throw new Error(`not judged: ${answer.status} ${answer.body}`);
  }
}
