import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { profileFile, readProfile, readProfileJson } from './profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'doorcode-profile-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** A profile file with this text; answers its path. */
function write(text: string): string {
  const file = join(folder, `${files++}.json`);
  writeFileSync(file, text);
  return file;
}

type Json = Record<string, unknown>;

/** The stand-in's profile with one value changed, or taken out where it is undefined. */
function changed(place: string, value: unknown): string {
  const copy = structuredClone(standIn) as Json;
  const names = place.split('.');
  const last = names.pop() ?? '';
  let part = copy;
  for (const name of names) part = part[name] as Json;
  if (value === undefined) delete part[last];
  else part[last] = value;
  return write(JSON.stringify(copy));
}

describe('a profile', () => {
  it('is found by its name, or at a path', () => {
    const byName = readProfile('stand-in');
    expect(byName.name).toBe('Northwind Flows');
    expect(readProfile(write(JSON.stringify(standIn)))).toEqual(byName);
  });

  it('says nothing more than it must: the rest has safe values', () => {
    const profile = readProfile('stand-in');
    expect(profile).toMatchObject({ caseInsensitive: false, clearance: 86_400_000, page: {} });
    expect(profile.whoami.companionHeaders).toEqual([]);
    expect(profile.credential.cookies[1]).toEqual({ name: 'session_legacy', anonymous: 'remove' });
  });

  it('may set how long a clearance lasts, up to thirty days', () => {
    expect(readProfile(changed('clearance', { hours: 0.5 })).clearance).toBe(1_800_000);
    expect(readProfile(changed('clearance', { hours: 720 })).clearance).toBe(2_592_000_000);
  });
});

describe('a profile is refused, and the place is named', () => {
  const mistakes: readonly (readonly [place: string, value: unknown, says: string])[] = [
    ['nmae', 'Northwind', 'at the top: Unrecognized key: "nmae"'],
    ['whoami.methods', {}, 'at whoami: Unrecognized key: "methods"'],
    ['whoami.loginMethod.exmept', [], 'at whoami.loginMethod: Unrecognized key: "exmept"'],
    ['support.phone', '1', 'at support: Unrecognized key: "phone"'],
    ['page', { menu: 'nav' }, 'at page: Unrecognized key: "menu"'],
    ['clearance', { days: 1 }, 'at clearance.hours: is missing: expected number'],
    ['name', undefined, 'at name: is missing: expected string'],
    ['name', '', 'at name'],
    ['issuer', 'a:b', 'at issuer: must not contain a colon'],
    ['support', {}, 'at support: must name a url or an email'],
    ['support.email', 'nobody', 'at support.email'],
    ['credential.cookies', [], 'at credential: must name a way in'],
    ['credential.cookies.0.name', 'a b', 'at credential.cookies.0.name: must be a cookie name'],
    ['credential.cookies.0.name', 'a;b', 'at credential.cookies.0.name: must be a cookie name'],
    ['credential.cookies.1.name', '', 'at credential.cookies.1.name: must be a cookie name'],
    ['credential.cookies.0.anonymous', 'keep', 'at credential.cookies.0.anonymous'],
    ['credential.cookies.0', {}, 'at credential.cookies.0: must be { "name": "…" } or'],
    ['credential.cookies.0', 'session', 'at credential.cookies.0: must be { "name": "…" } or'],
    ['credential.cookies.0', { nmae: 'a' }, 'at credential.cookies.0: Unrecognized key: "nmae"'],
    ['credential.cookies.0', { name: 'a', pattern: 'a*' }, 'at credential.cookies.0: must be {'],
    ['credential.cookies.0', { name: 'a', with: ['b'] }, 'Unrecognized key: "with"'],
    ['credential.cookies.0', { pattern: 'ab' }, 'cookies.0.pattern: must be a name with one *'],
    [
      'credential.cookies.0',
      { pattern: 'a*', with: ['b c'] },
      'cookies.0.with.0: must be a cookie',
    ],
    ['whoami.path', 'api/me', 'at whoami.path: must be a path that starts with /'],
    ['whoami.path', 'https://elsewhere.example/', 'at whoami.path'],
    ['whoami.path', '/api me', 'at whoami.path'],
    ['whoami.path', '/api\r\nX-Evil: 1', 'at whoami.path'],
    ['whoami.nobody', [401], 'at whoami.nobody'],
    ['whoami.nobody', {}, 'at whoami.nobody: must say how the platform says nobody'],
    ['whoami.nobody.status', ['401'], 'at whoami.nobody.status.0'],
    ['whoami.nobody.status', [503], 'at whoami.nobody.status.0'],
    [
      'whoami.accountId',
      undefined,
      'at whoami.accountId: is missing: must be names joined by dots',
    ],
    [
      'whoami.accountId',
      5,
      'at whoami.accountId: must be names joined by dots, such as user.id, or',
    ],
    ['whoami.accountId', { attribute: 'x' }, 'at whoami.accountId.selector: is missing: expected'],
    [
      'whoami.accountId',
      { selector: 'b' },
      'must be names joined by dots, because the answer is json',
    ],
    ['whoami.answer', 'html', 'at whoami.accountId: must be { "selector": "…" }, because'],
    ['whoami.answer', 'html', 'at whoami.loginMethod.at: must be { "selector": "…" }, because'],
    ['whoami.nobody', { value: { at: 'id', is: {} } }, 'value.is: must be a text, a number, true'],
    ['whoami.accountId', 'a..b', 'at whoami.accountId: must be names joined by dots'],
    ['whoami.accountId', '$.id', 'at whoami.accountId: must be names joined by dots'],
    ['whoami.loginMethod.scope', 'user', 'at whoami.loginMethod.scope'],
    ['whoami.loginMethod.scope', undefined, 'at whoami.loginMethod.scope'],
    ['whoami.companionHeaders', ['X-Browser'], 'at whoami.companionHeaders.0'],
    ['login', [], 'at login'],
    ['login.0.method', 'post', 'at login.0.method: Invalid option: expected one of'],
    ['login.0.method', undefined, 'at login.0.method: is missing: Invalid option: expected one'],
    ['credential.headers', [{ name: 'x', scheme: 'Bearer ' }], 'scheme: must be one word, such'],
    ['login.1.path', '/login?next', 'at login.1.path'],
    ['logout', undefined, 'at logout'],
    ['clearance', { hours: 0 }, 'at clearance.hours'],
    ['clearance', { hours: 721 }, 'at clearance.hours'],
    ['caseInsensitive', 'no', 'at caseInsensitive'],
  ];
  for (const [place, value, says] of mistakes) {
    it(`when ${place} is ${JSON.stringify(value) ?? 'missing'}`, () => {
      const file = changed(place, value);
      expect(() => readProfile(file)).toThrow(says);
      expect(() => readProfile(file)).toThrow(file);
    });
  }

  it('when it is a template: each blank is named, with what belongs there', () => {
    const file = write(
      JSON.stringify({
        ...standIn,
        name: '<what users call it>',
        whoami: { ...standIn.whoami, nobody: { status: ['<the statuses>'] } },
      }),
    );
    expect(() => readProfile(file)).toThrow(file);
    expect(() => readProfile(file)).toThrow(
      /is a template, to be filled in first:\n {2}at name: what users call it\n {2}at whoami\.nobody\.status\.0: the statuses$/,
    );
  });

  it('digibee is such a template, and says that it is unverified', () => {
    expect(() => readProfile('digibee')).toThrow(/digibee\.json is a template/);
    expect(() => readProfile('digibee')).toThrow(/at whoami\.accountId: .*not the e-mail/);
    const json = readProfileJson(profileFile('digibee')) as { unverified: string };
    expect(json.unverified).toMatch(/^A template\. /);
  });

  it('when it allows a front for what no front can do', () => {
    const beyondFronts: readonly (readonly [place: string, value: unknown])[] = [
      ['credential.headers', [{ name: 'x-session-token' }]],
      ['credential.body', ['token']],
      ['forbid', { body: ['password'] }],
      ['rotate', [{ method: 'POST', path: '/refresh', token: 'token' }]],
    ];
    for (const [place, value] of beyondFronts) {
      expect(() => readProfile(changed(place, value)), place).toThrow(/at fronts: a front sees no/);
    }
    const bearer = [{ name: 'authorization', scheme: 'Bearer' }];
    expect(readProfile(changed('credential.headers', bearer)).fronts).toEqual(['nginx', 'caddy']);
  });

  it('with all of its mistakes at once', () => {
    const file = write(JSON.stringify({ ...standIn, issuer: 'a:b', login: [], more: 1 }));
    expect(() => readProfile(file)).toThrow(/at issuer.*at login.*Unrecognized key: "more"/s);
  });

  it('when it is no JSON, no object or not there', () => {
    expect(() => readProfile(write('{'))).toThrow(/is no JSON/);
    expect(() => readProfile(write('[]'))).toThrow(/at the top/);
    expect(() => readProfile(write('null'))).toThrow(/at the top/);
    expect(() => readProfile('no-such-profile')).toThrow(/no-such-profile\.json cannot be read/);
    expect(() => readProfile(join(folder, 'none.json'))).toThrow(/none\.json cannot be read/);
  });
});
