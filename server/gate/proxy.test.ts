import { describe, expect, it } from 'vitest';
import { exchange, startProxied } from '../../test/harness/proxied.ts';
import { send } from '../../test/harness/request.ts';

/** Names and values in the order in which they came. */
function pairs(raw: readonly string[]): (readonly [string, string])[] {
  return Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? '']);
}

describe('what a client claims', () => {
  const claims = [
    'Authorization',
    'Cookie',
    'Forwarded',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-User',
    'X-Forwarded-Email',
    'X-Forwarded-Access-Token',
    'X-Forwarded-Uri',
    'X-Original-URL',
    'X-Original-URI',
    'X-Original-Method',
    'X-Rewrite-URL',
    'X-Real-IP',
    'X-Remote-User',
    'Remote-User',
    'Remote-Groups',
    'X-Auth-Request-User',
    'X-Authenticated-Userid',
    'X-WebAuth-User',
    'X-API-Key',
    'Proxy',
    'Proxy-Authorization',
  ];
  const spellings = (name: string) => [
    name,
    name.toLowerCase(),
    name.toUpperCase(),
    name.replaceAll('-', '_'),
    name.toLowerCase().replace('-', '_'),
  ];

  for (const claim of claims) {
    it(`${claim} never arrives, in any spelling, once or twice`, async () => {
      const { url, requests } = await startProxied({});
      for (const name of new Set(spellings(claim))) {
        await send(url, { path: '/', headers: { [name]: 'evil' } });
        await exchange(
          url,
          `GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${name}: evil\r\n${name}: evil too\r\n\r\n`,
        );
      }
      expect(requests.length).toBeGreaterThanOrEqual(4);
      expect(JSON.stringify(requests.map(({ rawHeaders }) => rawHeaders))).not.toContain('evil');
    });
  }

  it('is replaced by what is true of the connection and of the public address', async () => {
    const { url, requests } = await startProxied({});
    await send(url, {
      path: '/',
      headers: {
        'X-Forwarded-For': '6.6.6.6',
        'X-Forwarded-Proto': 'gopher',
        X_Forwarded_Host: 'e',
      },
    });
    const forwarded = pairs(requests[0]?.rawHeaders ?? []).filter(([name]) =>
      /forward/i.test(name),
    );
    expect(forwarded).toEqual([
      ['X-Forwarded-For', '127.0.0.1'],
      ['X-Forwarded-Host', 'flows.example'],
      ['X-Forwarded-Proto', 'https'],
    ]);
  });
});

describe('the Cookie header', () => {
  it('is the one that the gate wrote, never the one that the client sent', async () => {
    const { url, requests } = await startProxied({}, { cookie: 'lang=en; session=mine' });
    await send(url, { path: '/', headers: { Cookie: 'session=evil' } });
    expect(pairs(requests[0]?.rawHeaders ?? []).filter(([name]) => /cookie/i.test(name))).toEqual([
      ['Cookie', 'lang=en; session=mine'],
    ]);
  });

  it('is not there when the gate wrote none', async () => {
    const { url, requests } = await startProxied({}, { cookie: null });
    await send(url, { path: '/', headers: { Cookie: 'session=evil' } });
    expect(requests[0]?.headers.cookie).toBeUndefined();
  });

  it('cannot be taken off by naming it in Connection', async () => {
    const { url, requests } = await startProxied({}, { cookie: 'session=mine' });
    await exchange(url, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close, cookie, host\r\n\r\n');
    expect(requests[0]?.headers).toMatchObject({ cookie: 'session=mine', host: 'a' });
  });
});

describe('headers of one connection', () => {
  it('end here, and so do those that Connection names', async () => {
    const { url, requests } = await startProxied({});
    await exchange(
      url,
      [
        'GET / HTTP/1.1',
        'Host: a',
        'Connection: close, X-Private, keep-alive',
        'X-Private: 1',
        'Keep-Alive: timeout=5',
        'Proxy-Connection: keep-alive',
        'TE: trailers',
        'Trailer: X-Late',
        'Upgrade: h2c',
        'X-Kept: 1',
        '\r\n',
      ].join('\r\n'),
    );
    const names = pairs(requests[0]?.rawHeaders ?? []).map(([name]) => name);
    expect(names).toContain('X-Kept');
    for (const name of [
      'X-Private',
      'Keep-Alive',
      'Proxy-Connection',
      'TE',
      'Trailer',
      'Upgrade',
    ]) {
      expect(names).not.toContain(name);
    }
  });

  it('of the answer end here too', async () => {
    const { url } = await startProxied({
      request: (_, to) => {
        to.writeHead(200, {
          Connection: 'X-Inner',
          'X-Inner': '1',
          'Proxy-Authenticate': 'Basic',
          'X-Kept': '1',
        }).end();
      },
    });
    const { headers } = await send(url, { path: '/' });
    expect(headers).toMatchObject({ 'x-kept': '1' });
    expect(headers).not.toHaveProperty('x-inner');
    expect(headers).not.toHaveProperty('proxy-authenticate');
  });
});

describe('a request', () => {
  it('keeps Host, and every other header in its order, spelling and number', async () => {
    const { url, requests } = await startProxied({});
    const sent = [
      ['Host', 'flows.example:8443'],
      ['accept-Encoding', 'gzip, br'],
      ['X-Twice', 'one'],
      ['Sec-Fetch-Site', 'same-origin'],
      ['X-Twice', 'two'],
      ['Origin', 'https://flows.example'],
    ] as const;
    const lines = sent.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    await exchange(url, `GET / HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
    expect(pairs(requests[0]?.rawHeaders ?? []).slice(0, sent.length)).toEqual(sent);
  });

  it('has one Host, as the gate read it, one type and one encoding', async () => {
    const { url, requests } = await startProxied({});
    await exchange(
      url,
      'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nContent-Type: text/a\r\nContent_Type: text/b\r\nContent.Encoding: gzip\r\nConnection: close\r\n\r\n',
    );
    const lines = pairs(requests[0]?.rawHeaders ?? []);
    expect(lines.filter(([name]) => /^(host|content)/i.test(name))).toEqual([
      ['Host', 'a'],
      ['Content-Type', 'text/a'],
    ]);
  });

  for (const target of [
    '/',
    '/a//b/./c/%2e%2e/d;x=1?y=%2F&&z',
    '/%00/%ff',
    '/a?http://elsewhere.example/',
    '//elsewhere.example/x',
    '/A/a',
  ]) {
    it(`keeps its target to the letter: ${target}`, async () => {
      const { url, requests } = await startProxied({});
      await send(url, { path: target });
      expect(requests.map((request) => request.url)).toEqual([target]);
    });
  }

  for (const [target, path] of [
    ['http://elsewhere.example/a?b', '/a?b'],
    ['HTTP://elsewhere.example', '/'],
    ['http://elsewhere.example?b', '/?b'],
    ['http://user:pw@elsewhere.example:81//a', '//a'],
  ] as const) {
    it(`in absolute form goes to our platform as ${path}, wherever it points: ${target}`, async () => {
      const { url, requests } = await startProxied({});
      await send(url, { path: target });
      expect(requests.map((request) => request.url)).toEqual([path]);
    });
  }

  for (const method of [
    'GET',
    'HEAD',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
  ]) {
    it(`keeps its method: ${method}`, async () => {
      const { url, requests } = await startProxied({});
      await send(url, { path: '/', method });
      expect(requests.map((request) => request.method)).toEqual([method]);
    });
  }
});
