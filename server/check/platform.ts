import { type Credential, credentialReader } from '../gate/credential.ts';
import { type Identity, readIdentity } from '../gate/identity.ts';
import { questionAbout } from '../gate/identity-question.ts';
import { withQuery } from '../gate/query.ts';
import type { Profile } from '../profile/schema.ts';
import type { Answer } from './answer.ts';
import { everything, type Held, headOf } from './held.ts';
import { type Pairs, send } from './wire.ts';

/** What the platform says of whoever asks, as the gate would take it. */
export type Said = {
  readonly answer: Answer | null;
  /** Null for nobody. */
  readonly identity: Identity | null;
  /** Why the gate could not rely on the answer, if so. */
  readonly problem: string | null;
};

/** Asks a platform's identity endpoint the questions that the gate would ask. */
export function createAsker(profile: Profile, upstream: URL, host: string, held: Held) {
  const { whoami } = profile;
  const accept = whoami.answer === 'html' ? 'text/html' : 'application/json';
  const companions = held.headers.filter(([name]) => whoami.companionHeaders.includes(name));

  async function ask(target: string, headers: Pairs): Promise<Said> {
    const length: Pairs = whoami.method === 'POST' ? [['Content-Length', '0']] : [];
    const answer = await send(upstream, {
      method: whoami.method,
      target,
      host,
      headers: [['Accept', accept], ...length, ...headers],
    });
    if (!answer) return { answer, identity: null, problem: 'no answer' };
    try {
      return { answer, identity: readIdentity(profile, answer.status, answer.body), problem: null };
    } catch (error) {
      return { answer, identity: null, problem: (error as Error).message };
    }
  }

  return {
    companions,
    /** About one credential alone, with its companions. */
    async about(credential: Credential): Promise<Said> {
      const question = questionAbout(profile, credential, companions);
      if (question) return ask(question.target, question.headers);
      const problem =
        'the profile gives no way to ask about it: name a header that takes the token';
      return { answer: null, identity: null, problem };
    },
    asNobody: () => ask(whoami.path, companions),
    /** With all that the browser sends, as no gate would. */
    withEverything(): Promise<Said> {
      return ask(withQuery(whoami.path, held.query), withoutAccept(held));
    },
  };
}

const withoutAccept = (held: Held) => everything(held).filter(([name]) => name !== 'accept');

/** The credentials of a session, as the gate would read them. */
export function credentialsIn(profile: Profile, held: Held): readonly Credential[] {
  return credentialReader(profile).read(headOf(held)).found;
}
