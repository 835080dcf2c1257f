import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { newClock } from '../../test/harness/scratch-deps.ts';
import { type Profile, readProfile } from '../profile.ts';
import { type Credential, readCredentials } from './credential.ts';
import { createWhoami, PlatformUnavailable } from './whoami.ts';

const profile = readProfile('stand-in');

const ada = {
  id: 'u-1',
  realm: 'acme',
  name: 'Ada',
  email: 'ada@acme.example',
  session: { method: 'password' },
};

type Answer = (question: IncomingMessage, answer: ServerResponse) => void;

const json =
  (body: unknown, status = 200): Answer =>
  (_, answer) => {
    answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };

/** A platform of which only the identity endpoint matters, and a whoami that asks it. */
async function setUp(answer: Answer, change: Partial<Profile['whoami']> & { fold?: boolean } = {}) {
  const questions: IncomingMessage[] = [];
  let respond = answer;
  const platform = createServer((question, to) => {
    questions.push(question);
    respond(question, to);
  });
  await new Promise<void>((listening) => platform.listen(0, '127.0.0.1', listening));
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => {
    agent.destroy();
    platform.closeAllConnections();
    platform.close();
  });
  const clock = newClock();
  const { fold = false, ...whoamiChange } = change;
  const whoami = createWhoami(
    { ...profile, caseInsensitive: fold, whoami: { ...profile.whoami, ...whoamiChange } },
    new URL(`http://127.0.0.1:${(platform.address() as AddressInfo).port}`),
    agent,
    'flows.example',
    clock.now,
  );
  return {
    whoami,
    clock,
    questions,
    answerWith(other: Answer) {
      respond = other;
    },
    close: () => {
      platform.closeAllConnections();
      platform.close();
    },
  };
}

function credential(value: string, name = 'session'): Credential {
  const [found] = readCredentials(`${name}=${value}`, profile).found;
  if (!found) throw new Error('This is no credential.');
  return found;
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the question', () => {
  it('carries one credential alone, to the endpoint of the profile, under the public host', async () => {
    const { whoami, questions } = await setUp(json(ada));
    const headers = {
      cookie: 'session=abc; session_legacy=def; lang=en',
      authorization: 'Bearer evil',
      'x-forwarded-for': '1.2.3.4',
    };
    await whoami.ask(credential('abc'), headers);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({ method: 'GET', url: '/api/me' });
    expect(questions[0]?.headers).toMatchObject({
      host: 'flows.example',
      accept: 'application/json',
      cookie: 'session=abc',
    });
    expect(questions[0]?.headers).not.toHaveProperty('authorization');
    expect(questions[0]?.headers).not.toHaveProperty('x-forwarded-for');
  });

  it('carries the companion headers that the profile names, and is another one for other values', async () => {
    const { whoami, questions } = await setUp(json(ada), { companionHeaders: ['x-browser'] });
    const ask = (browser?: string) =>
      whoami.ask(credential('abc'), browser ? { 'x-browser': browser, 'x-other': '1' } : {});
    for (const browser of ['one', 'one', 'two', undefined]) await ask(browser);
    expect(questions.map(({ headers }) => headers['x-browser'])).toEqual(['one', 'two', undefined]);
    expect(questions[0]?.headers).not.toHaveProperty('x-other');

    whoami.forget(credential('abc').hash);
    for (const browser of ['one', 'two', undefined]) await ask(browser);
    expect(questions).toHaveLength(6);
  });
});

describe('the answer', () => {
  it('names the account, and a password login is not exempt', async () => {
    const { whoami } = await setUp(json(ada));
    expect(await whoami.ask(credential('abc'), {})).toEqual({
      person: {
        profile: 'Northwind Flows',
        realm: 'acme',
        platformId: 'u-1',
        name: 'Ada',
        email: 'ada@acme.example',
      },
      exempt: false,
    });
  });

  for (const [method, exempt] of [
    ['saml', true],
    ['password', false],
    ['SAML', false],
    ['', false],
    [true, false],
    [['saml'], false],
    [null, false],
    [undefined, false],
  ] as const) {
    it(`with login method ${JSON.stringify(method)} is ${exempt ? '' : 'not '}exempt`, async () => {
      const { whoami } = await setUp(json({ ...ada, session: { method } }));
      expect(await whoami.ask(credential('abc'), {})).toMatchObject({ exempt });
    });
  }

  it('exempts nobody where the profile names no method', async () => {
    const { whoami } = await setUp(json({ ...ada, session: { method: 'saml' } }), {
      method: undefined,
    });
    expect(await whoami.ask(credential('abc'), {})).toMatchObject({ exempt: false });
  });

  it('does without name and e-mail, takes a number for an id, and realm from the id only where one is named', async () => {
    const { whoami } = await setUp(json({ id: 42 }), { realm: undefined });
    const { person } = (await whoami.ask(credential('abc'), {})) ?? {};
    expect(person).toMatchObject({ platformId: '42', realm: '', name: '', email: '' });
  });

  it('keeps letter case, unless the profile says that the platform does not', async () => {
    const shouting = json({ ...ada, id: 'U-1', realm: 'ACME', name: 'ADA' });
    const exact = await setUp(shouting);
    const folded = await setUp(shouting, { fold: true });
    expect((await exact.whoami.ask(credential('abc'), {}))?.person).toMatchObject({
      platformId: 'U-1',
      realm: 'ACME',
    });
    expect((await folded.whoami.ask(credential('abc'), {}))?.person).toMatchObject({
      platformId: 'u-1',
      realm: 'acme',
      name: 'ADA',
    });
  });

  it('is not looked up in what JSON inherits', async () => {
    const { whoami } = await setUp(json({ realm: 'acme' }), { accountId: 'constructor.name' });
    await expect(whoami.ask(credential('abc'), {})).rejects.toBeInstanceOf(PlatformUnavailable);
  });
});

describe('many questions', () => {
  it('of one credential at once are one', async () => {
    const { whoami, questions } = await setUp(json(ada));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => whoami.ask(credential('abc'), {})),
    );
    expect(questions).toHaveLength(1);
    expect(new Set(answers.map((identity) => identity?.person.platformId))).toEqual(
      new Set(['u-1']),
    );
  });

  it('of different credentials never share an answer', async () => {
    const { whoami, questions } = await setUp((question, answer) =>
      json({ ...ada, id: question.headers.cookie })(question, answer),
    );
    const ids = await Promise.all(
      [credential('a'), credential('b'), credential('a', 'session_legacy')].map(
        async (one) => (await whoami.ask(one, {}))?.person.platformId,
      ),
    );
    expect(ids).toEqual(['session=a', 'session=b', 'session_legacy=a']);
    expect(questions).toHaveLength(3);
  });

  it('within five seconds are one, and then a new one', async () => {
    const { whoami, clock, questions } = await setUp(json(ada));
    await whoami.ask(credential('abc'), {});
    clock.advance(4_999);
    await whoami.ask(credential('abc'), {});
    expect(questions).toHaveLength(1);
    clock.advance(1);
    await whoami.ask(credential('abc'), {});
    expect(questions).toHaveLength(2);
  });

  it('are asked again as soon as an identity is forgotten', async () => {
    const { whoami, questions, answerWith } = await setUp(json(ada));
    await whoami.ask(credential('abc'), {});
    answerWith(json({ ...ada, id: 'u-2' }));
    whoami.forget(credential('other').hash);
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-1');
    whoami.forget(credential('abc').hash);
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-2');
    expect(questions).toHaveLength(2);
  });

  it('an answer under way while its credential is forgotten is not remembered', async () => {
    const waiting: (() => void)[] = [];
    const { whoami, questions, answerWith } = await setUp((question, answer) => {
      waiting.push(() => json({ ...ada, id: 'before' })(question, answer));
    });
    const before = whoami.ask(credential('abc'), {});
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    whoami.forget(credential('abc').hash);
    answerWith(json({ ...ada, id: 'after' }));
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('after');
    waiting[0]?.();
    expect((await before)?.person.platformId).toBe('before');
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('after');
    expect(questions).toHaveLength(2);
  });
});

describe('nobody', () => {
  it('is what the profile calls so, and is never remembered', async () => {
    const { whoami, questions, answerWith } = await setUp(json({}, 401));
    expect(await whoami.ask(credential('abc'), {})).toBeNull();
    answerWith(json(ada));
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-1');
    expect(questions).toHaveLength(2);
  });

  it('is nobody whatever else such an answer says', async () => {
    const { whoami } = await setUp(json(ada, 401));
    expect(await whoami.ask(credential('abc'), {})).toBeNull();
  });
});

describe('the platform is unavailable', () => {
  const broken: Readonly<Record<string, Answer>> = {
    'when it redirects': (_, answer) => {
      answer.writeHead(302, { Location: '/login', 'Set-Cookie': 'session=evil' }).end();
    },
    'when it redirects to an answer that would do': (question, answer) => {
      if (question.url === '/api/me') answer.writeHead(307, { Location: '/api/you' }).end();
      else json(ada)(question, answer);
    },
    'when it forbids, which the profile does not call nobody': json({}, 403),
    'when it fails': json(ada, 500),
    'when it has nothing to say': (_, answer) => {
      answer.writeHead(204).end();
    },
    'when another success is not the one that counts': json(ada, 203),
    'when it answers HTML': (_, answer) => {
      answer.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Log in');
    },
    'when it answers nothing': (_, answer) => {
      answer.writeHead(200).end();
    },
    'when its JSON is cut and the connection with it': (_, answer) => {
      answer.writeHead(200, { 'Content-Length': 500 });
      answer.write(JSON.stringify(ada), () => answer.destroy());
    },
    'when a chunked answer is cut behind whole JSON': (_, answer) => {
      answer.writeHead(200);
      answer.write(JSON.stringify(ada), () => answer.destroy());
    },
    'when even nobody is cut in the middle': (_, answer) => {
      answer.writeHead(401, { 'Content-Length': 500 });
      answer.write('{}', () => answer.destroy());
    },
    'when it hangs up': (question) => {
      question.socket.destroy();
    },
    'when it answers more than anybody is': json({ ...ada, padding: 'x'.repeat(70_000) }),
    'when it names no account': json({ ...ada, id: undefined }),
    'when it names an empty account': json({ ...ada, id: '' }),
    'when it names a list of accounts': json({ ...ada, id: ['u-1'] }),
    'when it names no realm': json({ ...ada, realm: undefined }),
    'when it answers null': json(null),
    'when it answers a list': json([ada]),
    'when it answers a text': json('u-1'),
  };
  for (const [when, answer] of Object.entries(broken)) {
    it(when, async () => {
      const { whoami, questions, answerWith } = await setUp(answer);
      await expect(whoami.ask(credential('abc'), {})).rejects.toBeInstanceOf(PlatformUnavailable);
      expect(questions.map(({ url }) => url)).toEqual(['/api/me']);
      // It recovers by itself: an outage is not remembered.
      answerWith(json(ada));
      expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-1');
    });
  }

  it('when it does not answer within five seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { whoami, questions } = await setUp(() => {});
    const asked = whoami.ask(credential('abc'), {}).catch((error: unknown) => error);
    while (questions.length === 0) await new Promise((turn) => setImmediate(turn));
    vi.advanceTimersByTime(4_999);
    await new Promise((turn) => setImmediate(turn));
    expect(questions[0]?.destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await asked).toBeInstanceOf(PlatformUnavailable);
  });

  it('when it dribbles an answer for longer than that', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { whoami, questions } = await setUp((_, answer) => {
      answer.writeHead(200, { 'Content-Length': 500 });
      answer.write('{"id":');
    });
    const asked = whoami.ask(credential('abc'), {}).catch((error: unknown) => error);
    while (questions.length === 0) await new Promise((turn) => setImmediate(turn));
    vi.advanceTimersByTime(5_000);
    expect(await asked).toBeInstanceOf(PlatformUnavailable);
  });

  it('when nobody listens', async () => {
    const { whoami, close } = await setUp(json(ada));
    close();
    await expect(whoami.ask(credential('abc'), {})).rejects.toBeInstanceOf(PlatformUnavailable);
  });

  it('never falls back to an identity that is too old', async () => {
    const { whoami, clock, answerWith } = await setUp(json(ada));
    await whoami.ask(credential('abc'), {});
    clock.advance(5_000);
    answerWith(json({}, 500));
    await expect(whoami.ask(credential('abc'), {})).rejects.toBeInstanceOf(PlatformUnavailable);
  });
});

describe('credentials never seen before', () => {
  it('are asked about sixteen at a time, and refused when too many wait', async () => {
    const held: (() => void)[] = [];
    const { whoami, questions } = await setUp((question, answer) => {
      held.push(() => json({}, 401)(question, answer));
    });
    const all = Array.from({ length: 300 }, (_, i) =>
      whoami.ask(credential(`garbage${i}`), {}).then(
        () => 'nobody',
        (error: unknown) => (error instanceof PlatformUnavailable ? 'refused' : 'broken'),
      ),
    );
    await vi.waitFor(() => expect(held).toHaveLength(16));
    expect(await Promise.all(all.slice(16 + 256))).toEqual(Array(28).fill('refused'));
    expect(questions).toHaveLength(16);

    let most = 16;
    for (let released = 0; released < 16 + 256; ) {
      await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), { interval: 1 });
      most = Math.max(most, held.length);
      for (const release of held.splice(0)) {
        release();
        released++;
      }
    }
    expect(await Promise.all(all.slice(0, 16 + 256))).toEqual(Array(272).fill('nobody'));
    expect(questions).toHaveLength(272);
    expect(most).toBe(16);
  });

  it('do not hold up a session that was seen before', async () => {
    const { whoami, clock, answerWith, questions } = await setUp(json(ada));
    await whoami.ask(credential('abc'), {});
    clock.advance(60_000);
    answerWith((question, answer) => {
      if (question.headers.cookie === 'session=abc') json(ada)(question, answer);
    });
    for (let i = 0; i < 300; i++) whoami.ask(credential(`garbage${i}`), {}).catch(() => {});
    await vi.waitFor(() => expect(questions).toHaveLength(17));
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-1');
  });
});
