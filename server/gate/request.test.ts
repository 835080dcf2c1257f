import { describe, expect, it } from 'vitest';
import { isExactly, isRequest } from './request.ts';

const login = [{ method: 'POST', path: '/api.php', query: { action: 'login' } } as const];
const post = (url: string) => ({ method: 'POST', url, headers: {} });

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
  ])('is not to the letter, but may be one: %s', (url) => {
    expect(isExactly(post(url), login)).toBe(false);
    expect(isRequest(post(url), login)).toBe(true);
  });
});
