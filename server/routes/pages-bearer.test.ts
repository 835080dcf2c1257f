import { fileURLToPath } from 'node:url';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bearer, startBearer } from '../../test/fixtures/bearer.ts';
import { type InnerDoor, startInnerDoor } from '../../test/harness/inner-door.ts';
import { type Answer, navigation, type Request, send } from '../../test/harness/request.ts';
import { PASSWORD } from '../../test/platform/accounts.ts';
import { openCase } from '../domain/reset-cases.ts';
import { endOwes, setOwes } from '../gate/own-cookies.ts';
import { en } from '../pages/texts/en.ts';

/*
 * A platform whose login is a token in its page's storage: no navigation shows the session, so the
 * hosted page's script asks, with the token.
 */

const settings = '/.two-factor/';
const minute = 60_000;
const lostPhone = { reason: 'lost phone', ticket: 'T-1', identifiedBy: 'called back' };

let bearer: Bearer;
let door: InnerDoor;
let next = 1;

beforeAll(async () => {
  bearer = await startBearer();
  const profile = fileURLToPath(
    new URL('../../test/fixtures/bearer.profile.json', import.meta.url),
  );
  door = await startInnerDoor({
    settings: {
      DOORCODE_PROFILE: profile,
      DOORCODE_UPSTREAM: bearer.url,
      DOORCODE_SUPPORT_POLICY: '{"coolingOffMinutes":60}',
    },
  });
});
afterAll(async () => {
  await door.stop();
  await bearer.close();
});

const titleOf = ({ body }: Answer) => /<h1>([^<]*)<\/h1>/.exec(body)?.[1];
const cookiesOf = ({ headers }: Answer) => headers['set-cookie'] ?? [];
const ask = (request: Request) => send(door.origin, request);
const navigate = (path: string, cookie = '') =>
  ask({ path, headers: { ...navigation, ...(cookie ? { Cookie: cookie } : {}) } });

async function newToken(email: string): Promise<string> {
  const body = JSON.stringify({ email, password: PASSWORD });
  const answer = await ask({ method: 'POST', path: '/login', body });
  return (JSON.parse(answer.body) as { token: string }).token;
}

/** What the page's script sends for somebody with this token. */
function scriptOf(token: string) {
  const headers = {
    Authorization: `Bearer ${token}`,
    'X-Two-Factor': '1',
    Origin: door.origin,
    'Sec-Fetch-Site': 'same-origin',
    'Sec-Fetch-Mode': 'cors',
  };
  return {
    get: (path: string) => ask({ path, headers }),
    /** Sends the form of a page that goes to this address, with these fields filled in. */
    post(page: Answer, action: string, fields: Record<string, string> = {}) {
      const [form = ''] =
        page.body.match(new RegExp(`<form method="post" action="${action}".*?</form>`, 's')) ?? [];
      const hidden = [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
      const all = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
      const type = { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' };
      const body = new URLSearchParams({ ...all, ...fields }).toString();
      return ask({ method: 'POST', path: action, headers: { ...headers, ...type }, body });
    },
  };
}

/** Sets up on the hosted page and logs in anew: that session owes a code. */
async function owing() {
  const email = `user${next++}@board.example`;
  const first = scriptOf(await newToken(email));
  const started = await first.post(await first.get(settings), '/.two-factor/activate');
  const [, key = ''] = /<code class="secret">([^<]*)</.exec(started.body) ?? [];
  const totp = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) });
  const code = () => totp.generate({ timestamp: door.clock.now() });
  const confirmed = await first.post(started, '/.two-factor/confirm', { code: code() });
  expect(titleOf(confirmed)).toBe(en.recoveryCodesTitle);
  expect(cookiesOf(confirmed)).toContain(endOwes);
  expect(cookiesOf(confirmed)).not.toContain(setOwes);
  door.clock.advance(minute);
  const token = await newToken(email);
  return { token, script: scriptOf(token), first, code };
}

describe('where a login is a token in the storage', () => {
  it('a refused call leads the next navigation to the hosted page, whose script knows the token', async () => {
    const { token } = await owing();
    const refused = await ask({ path: '/api/1', headers: { Authorization: `Bearer ${token}` } });
    expect([refused.status, cookiesOf(refused)]).toEqual([403, [setOwes]]);

    const page = await navigate('/board?x=1', 'two-factor-owed=1');
    expect([page.status, titleOf(page), cookiesOf(page)]).toEqual([403, en.feature, [endOwes]]);
    const [, nonce] =
      /^default-src 'none'; script-src 'nonce-([\w-]{22})'; connect-src 'self'; style-src/.exec(
        String(page.headers['content-security-policy']),
      ) ?? [];
    const [script, data = ''] =
      /<script nonce="[^"]*" data-two-factor="([^"]*)">/.exec(page.body) ?? [];
    expect(script).toContain(`nonce="${nonce}"`);
    expect(JSON.parse(data.replaceAll('&quot;', '"'))).toEqual({
      token: {
        area: 'localStorage',
        key: 'login',
        at: 'session.token',
        header: 'authorization',
        scheme: 'Bearer',
      },
      returnTo: '/board?x=1',
      load: true,
      unavailable: en.reasons['platform-unavailable'],
    });
    expect(page.body.match(/<\/?script/g)).toHaveLength(2);
  });

  it('the script is asked for the code, told of a wrong one, and led on after the right one', async () => {
    const { token, script, code } = await owing();
    const page = await script.get(`${settings}?return=%2Fboard%3Fx%3D1`);
    expect([page.status, titleOf(page)]).toEqual([200, en.codeTitle]);
    // A reload of this page shows no token, and comes here again.
    expect(cookiesOf(page)).toEqual([setOwes]);

    const action = '/.two-factor/verify';
    const wrong = await script.post(page, action, {
      code: code() === '000000' ? '1'.repeat(6) : '0'.repeat(6),
    });
    expect([wrong.status, titleOf(wrong), cookiesOf(wrong)]).toEqual([
      403,
      en.codeTitle,
      [setOwes],
    ]);
    expect(wrong.body).toContain(en.reasons['wrong-code']);

    const right = await script.post(wrong, action, { code: code() });
    expect([right.status, right.headers.location]).toEqual([204, '/board?x=1']);
    expect(cookiesOf(right)[0]).toBe(endOwes);
    const call = await ask({ path: '/api/1', headers: { Authorization: `Bearer ${token}` } });
    expect([call.status, cookiesOf(call)]).toEqual([200, []]);
    expect((await navigate('/board?x=1')).body).toContain('Bearer Board');
  });

  it('the script is led past an open reset, which its button stops, and then on', async () => {
    const { token, script, code } = await owing();
    const call = { path: '/.two-factor/v1/state', headers: { Authorization: `Bearer ${token}` } };
    const state = JSON.parse((await ask(call)).body) as { account: { id: string } };
    const opened = await openCase(door.deps, 'operator', state.account.id, lostPhone);
    if (!opened.ok) throw new Error(opened.reason);
    const asked = await script.get(`${settings}?return=%2Fboard`);
    const right = await script.post(asked, '/.two-factor/verify', { code: code() });
    expect([right.status, right.headers.location]).toEqual([204, `${settings}?return=%2Fboard`]);
    const page = await script.get(`${settings}?return=%2Fboard`);
    expect(titleOf(page)).toBe(en.vetoTitle);
    const stopped = await script.post(page, '/.two-factor/veto');
    expect([titleOf(stopped), stopped.body.includes('href="/board"')]).toEqual([
      en.vetoedTitle,
      true,
    ]);
    const back = await script.get(`${settings}?return=%2Fboard`);
    expect([back.status, back.headers.location]).toEqual([204, '/board']);
  });

  it('the script is led on where nothing is owed, and to settings nowhere else', async () => {
    const { first, script } = await owing();
    const back = `${settings}?return=%2Fboard`;
    for (const each of [first, scriptOf('unknown')]) {
      const answer = await each.get(back);
      expect([answer.status, answer.headers.location]).toEqual([204, '/board']);
    }
    expect(titleOf(await script.get(back))).toBe(en.codeTitle);
    expect(titleOf(await first.get(settings))).toBe(en.activeTitle);
    expect(titleOf(await scriptOf('unknown').get(settings))).toBe(en.anonymousTitle);
  });

  it.each(['//evil.example/', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)'])(
    'the way on is never %s',
    async (path) => {
      const { first } = await owing();
      const answer = await first.get(`${settings}?return=${encodeURIComponent(path)}`);
      expect([answer.status, answer.headers.location]).toEqual([204, '/']);
    },
  );

  it('a navigation to the settings gets a page that waits for the script', async () => {
    const page = await navigate(settings);
    expect([page.status, titleOf(page)]).toEqual([200, en.feature]);
    expect(page.body).toContain(`<noscript><p>${en.scriptNeeded}</p></noscript>`);
  });

  it('a form made for one token is refused with another, and without any', async () => {
    const { script, code } = await owing();
    const page = await script.get(settings);
    const action = '/.two-factor/verify';
    const other = await (await owing()).script.post(page, action, { code: code() });
    expect([other.status, other.body.includes(en.reasons['other-account'])]).toEqual([409, true]);
    const nobody = await scriptOf('unknown').post(page, action, { code: code() });
    expect(nobody.status).toBe(401);
    expect((await script.post(page, action, { code: code() })).status).toBe(204);
  });

  it('signing out ends the clearance of the token', async () => {
    const { token, script, code } = await owing();
    const page = await script.get(settings);
    const isIn = async () =>
      (await ask({ path: '/api/1', headers: { Authorization: `Bearer ${token}` } })).status === 200;
    await script.post(page, '/.two-factor/verify', { code: code() });
    expect(await isIn()).toBe(true);
    const out = await script.post(page, '/.two-factor/sign-out');
    expect([out.status, out.headers.location]).toEqual([204, '/']);
    expect(await isIn()).toBe(false);
  });

  it('the API says where the token is kept', async () => {
    const { body } = await ask({ path: '/.two-factor/v1/profile' });
    expect(JSON.parse(body)).toMatchObject({
      token: { area: 'localStorage', key: 'login', at: 'session.token', header: 'authorization' },
    });
  });
});
