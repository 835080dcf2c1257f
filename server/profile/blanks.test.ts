import { describe, expect, it } from 'vitest';
import { blanksOf, fillBlanks, withoutBlanks } from './blanks.ts';
import { draftOf } from './draft.ts';

const template = {
  name: 'Known',
  whoami: { path: '<where>', nobody: { status: ['<which>'] }, accountId: 'a < b > c' },
  credential: { cookies: ['<each cookie>'], headers: [{ name: 'authorization' }] },
  login: [{ method: 'POST', path: '<where>' }],
};

describe('a blank', () => {
  it('is a text in angle brackets, wherever it stands', () => {
    expect(blanksOf(template)).toEqual([
      { at: 'whoami.path', says: 'where' },
      { at: 'whoami.nobody.status.0', says: 'which' },
      { at: 'credential.cookies.0', says: 'each cookie' },
      { at: 'login.0.path', says: 'where' },
    ]);
    expect(blanksOf({ support: { url: '<>' }, page: { userMenu: 'nav > ul' } })).toEqual([]);
    expect(blanksOf({ ...template, name: null })).toHaveLength(4);
  });

  it('is filled by its place, a list of them by a list; nothing else is touched', () => {
    const values = new Map<string, unknown>([
      ['whoami.path', '/me'],
      ['whoami.nobody.status.0', [401, 403]],
      ['credential.cookies.0', []],
      ['name', 'Changed'],
    ]);
    expect(fillBlanks(template, values)).toEqual({
      ...template,
      whoami: { path: '/me', nobody: { status: [401, 403] }, accountId: 'a < b > c' },
      credential: { cookies: [], headers: [{ name: 'authorization' }] },
    });
  });

  it('goes with all that holds nothing else', () => {
    expect(withoutBlanks(template)).toEqual({
      name: 'Known',
      whoami: { accountId: 'a < b > c' },
      credential: { headers: [{ name: 'authorization' }] },
      login: [{ method: 'POST' }],
    });
  });
});

describe('a draft', () => {
  it('asks where the template and the caller say, by every way in that they know', () => {
    const { whoami, ...rest } = template;
    const known = { ...rest, whoami: { ...whoami, accountId: 'id' } };
    const draft = draftOf(known, { query: ['t'] }, '/me');
    expect(draft.whoami).toMatchObject({ path: '/me', accountId: 'id', nobody: { status: [401] } });
    expect(draft.credential.headers).toEqual([{ name: 'authorization' }]);
    const nowhere = draftOf({ credential: { cookies: ['<each>'] } }, { query: ['t'] }, '/me');
    expect(nowhere.credential.query).toEqual(['t']);
  });

  it('is refused for what is wrong beside the blanks', () => {
    expect(() => draftOf({ ...template, nmae: 1 }, {}, '/me')).toThrow(
      /^Beside its blanks.*Unrecognized key: "nmae"/s,
    );
  });
});
