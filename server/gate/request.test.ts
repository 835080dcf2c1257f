import { describe, expect, it } from 'vitest';
import { isExactly, isRequest } from './request.ts';

const login = [{ method: 'POST', path: '/api.php', query: { action: 'login' } } as const];
const post = (url: string) => ({ method: 'POST', url, headers: {} });

it('a login is one by every method that platforms take for its own', () => {
  const of = (method: string) => ({ method, url: '/in', headers: {} });
  const byGet = [{ method: 'GET', path: '/in' } as const];
  const byPost = [{ method: 'POST', path: '/in' } as const];
  for (const method of ['GET', 'HEAD', 'get', 'head']) {
    expect([isRequest(of(method), byGet), isRequest(of(method), byPost)]).toEqual([true, false]);
  }
  for (const method of ['POST', 'post', 'Post']) {
    expect([isRequest(of(method), byPost), isRequest(of(method), byGet)]).toEqual([true, false]);
  }
  expect(isExactly(of('post'), byPost)).toBe(false);
});

describe('a login that a parameter tells from others', () => {
  it('is one to the letter in its own spelling alone', () => {
    expect(isExactly(post('/api.php?action=login'), login)).toBe(true);
    expect(isExactly(post('/api.php?format=json&action=login&x'), login)).toBe(true);
  });

  it.each([
    '/api.php?action=login&action=edit',
    '/api.php?action=login&%20action=edit',
    '/api.php?action=login&ACTION=edit',
    '/api.php?action=login&action[]=edit',
    '/api.php?action=login;action=edit',
    '/api.php?action=login&act%69on=edit',
    '/api.php?ACTION=login',
    '/api.php?+action=login',
    '/API.php?action=login',
    '/api%2Ephp?action=login',
    '/api%u002ephp?action=login',
  ])('is not to the letter, but may be one: %s', (url) => {
    expect(isExactly(post(url), login)).toBe(false);
    expect(isRequest(post(url), login)).toBe(true);
  });
});
