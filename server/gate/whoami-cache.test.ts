import { describe, expect, it, vi } from 'vitest';
import {
  ada,
  credential,
  json,
  startIdentityEndpoint,
} from '../../test/harness/identity-endpoint.ts';
import { PlatformUnavailable } from './identity.ts';

describe('many questions', () => {
  it('of one credential at once are one', async () => {
    const { whoami, questions } = await startIdentityEndpoint(json(ada));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => whoami.ask(credential('abc'), {})),
    );
    expect(questions).toHaveLength(1);
    expect(new Set(answers.map((identity) => identity?.person.platformId))).toEqual(
      new Set(['u-1']),
    );
  });

  it('of different credentials never share an answer', async () => {
    const { whoami, questions } = await startIdentityEndpoint((question, answer) =>
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
    const { whoami, clock, questions } = await startIdentityEndpoint(json(ada));
    await whoami.ask(credential('abc'), {});
    clock.advance(4_999);
    await whoami.ask(credential('abc'), {});
    expect(questions).toHaveLength(1);
    clock.advance(1);
    await whoami.ask(credential('abc'), {});
    expect(questions).toHaveLength(2);
  });

  it('are asked again as soon as an identity is forgotten', async () => {
    const { whoami, questions, answerWith } = await startIdentityEndpoint(json(ada));
    await whoami.ask(credential('abc'), {});
    answerWith(json({ ...ada, id: 'u-2' }));
    whoami.forget(credential('other'));
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-1');
    whoami.forget(credential('abc'));
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('u-2');
    expect(questions).toHaveLength(2);
  });

  it('an answer under way while its credential is forgotten is not remembered', async () => {
    const waiting: (() => void)[] = [];
    const { whoami, questions, answerWith } = await startIdentityEndpoint((question, answer) => {
      waiting.push(() => json({ ...ada, id: 'before' })(question, answer));
    });
    const before = whoami.ask(credential('abc'), {});
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    whoami.forget(credential('abc'));
    answerWith(json({ ...ada, id: 'after' }));
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('after');
    waiting[0]?.();
    expect((await before)?.person.platformId).toBe('before');
    expect((await whoami.ask(credential('abc'), {}))?.person.platformId).toBe('after');
    expect(questions).toHaveLength(2);
  });
});

describe('credentials never seen before', () => {
  it('are asked about sixteen at a time, and refused when too many wait', async () => {
    const held: (() => void)[] = [];
    const { whoami, questions } = await startIdentityEndpoint((question, answer) => {
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
    const { whoami, clock, answerWith, questions } = await startIdentityEndpoint(json(ada));
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
