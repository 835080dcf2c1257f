import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readProfile } from '../profile/profile.ts';
import { lookAlikes, readHeld, tokensOf, unnamed, withValues } from './held.ts';

const profile = readProfile('stand-in');
const copied = `GET /home?ticket=abc HTTP/1.1
:authority: flows.example
Host: flows.example
Cookie: theme=dark; session=s3cr3t
User-Agent: Firefox
X-Browser-Id:  b 7
Accept-Encoding: gzip
Sec-Fetch-Mode: navigate
If-None-Match: "x"
`;

describe('what was copied out of a browser', () => {
  it('is read as cookies, headers that it sends every time, and the parameters of the address', () => {
    expect(readHeld(copied)).toEqual({
      cookies: [
        { name: 'theme', value: 'dark' },
        { name: 'session', value: 's3cr3t' },
      ],
      headers: [
        ['user-agent', 'Firefox'],
        ['x-browser-id', 'b 7'],
      ],
      query: 'ticket=abc',
    });
    expect(readHeld('?access_token=t\r\nauthorization: Bearer x')).toEqual({
      cookies: [],
      headers: [['authorization', 'Bearer x']],
      query: 'access_token=t',
    });
    expect(readHeld("curl 'https://flows.example/home?ticket=abc' -b 'session=s3cr3t'")).toEqual({
      cookies: [{ name: 'session', value: 's3cr3t' }],
      headers: [],
      query: 'ticket=abc',
    });
    expect(readHeld('nothing of the kind')).toEqual({ cookies: [], headers: [], query: '' });
  });

  it('holds each token of the profile once, whatever its places', () => {
    const twice = readHeld('Cookie: session=a; session_legacy=a; theme=a');
    expect(tokensOf(profile, twice).map(({ name }) => name)).toEqual(['session']);
  });

  it('is the same without what the profile names', () => {
    expect(unnamed(profile, readHeld(copied)).cookies).toEqual([{ name: 'theme', value: 'dark' }]);
    const spelled = readHeld('Cookie: SESSION=a; session_legacy=b; s=c');
    expect(unnamed(profile, spelled).cookies).toEqual([{ name: 's', value: 'c' }]);
  });

  it('is the same with other values, schemes and unsuspicious headers aside', () => {
    const held = readHeld(`${copied}Authorization: Bearer abc\nX-Auth-Token: t\n`);
    expect(withValues(profile, held, (real) => real.toUpperCase())).toEqual({
      cookies: [
        { name: 'theme', value: 'DARK' },
        { name: 'session', value: 'S3CR3T' },
      ],
      headers: [
        ['user-agent', 'Firefox'],
        ['x-browser-id', 'b 7'],
        ['authorization', 'Bearer ABC'],
        ['x-auth-token', 'T'],
      ],
      query: 'ticket=ABC',
    });
  });
});

it('a made-up value has the shape of the real one, and is the same each time', () => {
  const lookAlike = lookAlikes(randomBytes);
  const real = 's%3AaB3-x.Y_9%2F';
  const made = lookAlike(real);
  expect(made).toMatch(/^[a-z]%3A[a-z][A-Z]\d-[a-z]\.[A-Z]_\d%2F$/);
  expect(lookAlike(real)).toBe(made);
  expect(lookAlike('x'.repeat(32))).not.toBe(lookAlike('y'.repeat(32)));
});
