import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readProfile } from '../profile/profile.ts';
import { createRequestHeaders, pairsOf } from './header-lines.ts';
import type { Passage } from './passage.ts';

const origin = new URL('https://flows.example');
const profile = readProfile('stand-in');
const nothing = { cookie: null, headers: [] } as unknown as Passage;

/** A request as Node has it from a peer, with these raw header lines. */
function from(peer: string | undefined, raw: readonly string[]): IncomingMessage {
  const headers: Record<string, string> = {};
  for (const [name, value] of pairsOf(raw)) {
    const before = headers[name.toLowerCase()];
    headers[name.toLowerCase()] = before === undefined ? value : `${before}, ${value}`;
  }
  const socket = { remoteAddress: peer };
  return { rawHeaders: raw, headers, socket } as unknown as IncomingMessage;
}

const claims = ['X-Forwarded-For', '192.0.2.9', 'X-Forwarded-Proto', 'ftp', 'X-Real-IP', '9.9.9.9'];

function forwarded(peer: string | undefined, raw: readonly string[], trusted: readonly string[]) {
  const lines = createRequestHeaders(profile, origin, trusted)(from(peer, raw), nothing);
  return lines.filter(([name]) => /^(x-forwarded|x-real|forwarded)/i.test(name));
}

const told = (client: string) => [
  ['X-Forwarded-For', client],
  ['X-Forwarded-Host', 'flows.example'],
  ['X-Forwarded-Proto', 'https'],
];

describe('where a request comes from', () => {
  it('is who is connected, whatever a stranger says', () => {
    expect(forwarded('192.0.2.1', claims, [])).toEqual(told('192.0.2.1'));
    expect(forwarded('192.0.2.1', claims, ['192.0.2.2', '::1'])).toEqual(told('192.0.2.1'));
    expect(forwarded('2001:db8::1', claims, ['2001:db8::2'])).toEqual(told('2001:db8::1'));
    expect(forwarded(undefined, claims, ['192.0.2.1'])).toEqual(told(''));
  });

  it('is what a trusted front says, with the front itself as the last', () => {
    const trusted = ['192.0.2.1', '2001:db8::1'];
    expect(forwarded('192.0.2.1', claims, trusted)).toEqual(told('192.0.2.9, 192.0.2.1'));
    const twice = [...claims, 'x-forwarded-for', '192.0.2.8'];
    expect(forwarded('192.0.2.1', twice, trusted)).toEqual(told('192.0.2.9, 192.0.2.8, 192.0.2.1'));
    expect(forwarded('192.0.2.1', [], trusted)).toEqual(told('192.0.2.1'));
  });

  it('is believed of one address in each of its spellings, and of no other', () => {
    const trusted = ['192.0.2.1', '2001:DB8:0:0:0:0:0:1'];
    for (const peer of ['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1']) {
      const [[, client = ''] = []] = forwarded(peer, claims, trusted);
      expect(client, peer).toMatch(/^192\.0\.2\.9, /);
    }
    for (const peer of ['192.0.2.10', '192.0.2.11', '::ffff:192.0.2.2', '2001:db8::11']) {
      const [[, client = ''] = []] = forwarded(peer, claims, trusted);
      expect(client, peer).not.toContain('192.0.2.9');
    }
  });

  it('names no scheme and no host but the public ones, even of a trusted front', () => {
    const raw = ['X-Forwarded-Host', 'evil.example', 'X-Forwarded-Proto', 'http', 'Forwarded', 'a'];
    expect(forwarded('192.0.2.1', raw, ['192.0.2.1'])).toEqual(told('192.0.2.1'));
  });
});
