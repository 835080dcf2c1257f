import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  ada,
  credential,
  type IdentityAnswer,
  json,
  startIdentityEndpoint,
} from '../../test/harness/identity-endpoint.ts';
import { PlatformUnavailable } from './identity.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the question', () => {
  it('carries one credential alone, to the endpoint of the profile, under the public host', async () => {
    const { whoami, questions } = await startIdentityEndpoint(json(ada));
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
      'x-forwarded-host': 'flows.example',
      'x-forwarded-proto': 'https',
      accept: 'application/json',
      cookie: 'session=abc',
    });
    expect(questions[0]?.headers).not.toHaveProperty('authorization');
    expect(questions[0]?.headers).not.toHaveProperty('x-forwarded-for');
  });

  it('carries the companion headers that the profile names, and is another one for other values', async () => {
    const { whoami, questions } = await startIdentityEndpoint(json(ada), {
      companionHeaders: ['x-browser'],
    });
    const ask = (browser?: string) =>
      whoami.ask(credential('abc'), browser ? { 'x-browser': browser, 'x-other': '1' } : {});
    for (const browser of [undefined, 'one', 'one', 'two']) await ask(browser);
    expect(questions.map(({ headers }) => headers['x-browser'])).toEqual([undefined, 'one', 'two']);
    expect(questions[1]?.headers).not.toHaveProperty('x-other');

    whoami.forget(credential('abc'));
    for (const browser of [undefined, 'one', 'two']) await ask(browser);
    expect(questions).toHaveLength(6);
  });

  it('without the companion headers is answered by what a full one said, for three minutes', async () => {
    const { whoami, questions, clock } = await startIdentityEndpoint(
      (question, answer) =>
        question.headers['x-browser']
          ? json(ada)(question, answer)
          : json({}, 401)(question, answer),
      { companionHeaders: ['x-browser'] },
    );
    expect(await whoami.ask(credential('abc'), {})).toBeNull();
    expect(await whoami.ask(credential('abc'), { 'x-browser': 'one' })).not.toBeNull();
    clock.advance(3 * 60_000 - 1);
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-1');
    expect(questions).toHaveLength(2);
    clock.advance(1);
    expect(await whoami.ask(credential('abc'), {})).toBeNull();
    expect(questions).toHaveLength(3);
  });
});

describe('the answer', () => {
  it('names the account, and a password login is not exempt', async () => {
    const { whoami } = await startIdentityEndpoint(json(ada));
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
      const { whoami } = await startIdentityEndpoint(json({ ...ada, session: { method } }));
      expect(await whoami.ask(credential('abc'), {})).toMatchObject({ exempt });
    });
  }

  it('exempts nobody where the profile names no method', async () => {
    const { whoami } = await startIdentityEndpoint(json({ ...ada, session: { method: 'saml' } }), {
      loginMethod: undefined,
    });
    expect(await whoami.ask(credential('abc'), {})).toMatchObject({ exempt: false });
  });

  it('does without name and e-mail, takes a number for an id, and realm from the id only where one is named', async () => {
    const { whoami } = await startIdentityEndpoint(json({ id: 42 }), { realm: undefined });
    const { person } = (await whoami.ask(credential('abc'), {})) ?? {};
    expect(person).toMatchObject({ platformId: '42', realm: '', name: '', email: '' });
  });

  it('keeps letter case, unless the profile says that the platform does not', async () => {
    const shouting = json({ ...ada, id: 'U-1', realm: 'ACME', name: 'ADA' });
    const exact = await startIdentityEndpoint(shouting);
    const folded = await startIdentityEndpoint(shouting, { fold: true });
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
    const { whoami } = await startIdentityEndpoint(json({ realm: 'acme' }), {
      accountId: 'constructor.name',
    });
    await expect(whoami.ask(credential('abc'), {})).rejects.toBeInstanceOf(PlatformUnavailable);
  });
});

describe('nobody', () => {
  it('is what the profile calls so, and is never remembered', async () => {
    const { whoami, questions, answerWith } = await startIdentityEndpoint(json({}, 401));
    expect(await whoami.ask(credential('abc'), {})).toBeNull();
    answerWith(json(ada));
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-1');
    expect(questions).toHaveLength(2);
  });

  it('is nobody whatever else such an answer says', async () => {
    const { whoami } = await startIdentityEndpoint(json(ada, 401));
    expect(await whoami.ask(credential('abc'), {})).toBeNull();
  });
});

describe('the platform is unavailable', () => {
  const broken: Readonly<Record<string, IdentityAnswer>> = {
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
      const { whoami, questions, answerWith } = await startIdentityEndpoint(answer);
      await expect(whoami.ask(credential('abc'), {})).rejects.toBeInstanceOf(PlatformUnavailable);
      expect(questions.map(({ url }) => url)).toEqual(['/api/me']);
      // It recovers by itself: an outage is not remembered.
      answerWith(json(ada));
      expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-1');
    });
  }

  it('when it does not answer within five seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { whoami, questions } = await startIdentityEndpoint(() => {});
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
    const { whoami, questions } = await startIdentityEndpoint((_, answer) => {
      answer.writeHead(200, { 'Content-Length': 500 });
      answer.write('{"id":');
    });
    const asked = whoami.ask(credential('abc'), {}).catch((error: unknown) => error);
    while (questions.length === 0) await new Promise((turn) => setImmediate(turn));
    vi.advanceTimersByTime(5_000);
    expect(await asked).toBeInstanceOf(PlatformUnavailable);
  });

  it('when nobody listens', async () => {
    const { whoami, close } = await startIdentityEndpoint(json(ada));
    close();
    await expect(whoami.ask(credential('abc'), {})).rejects.toBeInstanceOf(PlatformUnavailable);
  });

  it('never falls back to an identity that is too old', async () => {
    const { whoami, clock, answerWith } = await startIdentityEndpoint(json(ada));
    await whoami.ask(credential('abc'), {});
    clock.advance(5_000);
    answerWith(json({}, 500));
    await expect(whoami.ask(credential('abc'), {})).rejects.toBeInstanceOf(PlatformUnavailable);
  });
});
