import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evil, evilSession } from '../../test/harness/evil-session.ts';
import { newClock, scratchDeps } from '../../test/harness/scratch-deps.ts';
import type { Deps } from '../deps.ts';
import type { StartedSetup } from '../domain/activate.ts';
import { failureStatus, type Reason } from '../domain/failure.ts';
import type { Session } from '../domain/session.ts';
import { newSecret } from '../domain/totp.ts';
import { openStore } from '../store/database.ts';
import {
  formToken,
  hostedPage,
  isFormToken,
  type PageName,
  type PageRequest,
} from './hosted-page.ts';
import { textsFor } from './texts/texts.ts';

const clock = newClock();

const session = evilSession;

const started = (deps: Deps): StartedSetup => {
  const { base32, uri } = newSecret(deps.random, 'Northwind Flows', 'ada');
  return { pendingId: 'pending', secret: base32, uri, expiresAt: clock.now() + 600_000 };
};

const pageNames: readonly PageName[] = [
  'code',
  'set-up',
  'sign-out',
  'unavailable',
  'settings',
  'confirm',
  'refusal',
];

const states: Readonly<Record<string, Session | null>> = {
  nobody: null,
  'who owes a code': session,
  'who is cleared': { ...session, clearedUntil: clock.now() + 1000 },
  'who has no factor': { ...session, factor: 'none', secret: null, secretId: null },
  'who must set up': { ...session, factor: 'none', mustSetUp: true },
  'who is locked': { ...session, factor: 'locked' },
  'who is exempt': { ...session, exempt: true },
};

/** Every page that can be asked for, for everybody who may ask, in three languages. */
const everyPage = pageNames.flatMap((page) =>
  Object.entries(states).flatMap(([who, of]) =>
    ['en', 'pt-BR', 'es'].map((language) => ({
      title: `${page} for somebody ${who} in ${language}`,
      request: {
        page,
        session: of,
        acceptLanguage: language,
        returnTo: `/a?b="><script>alert(1)</script>`,
        setup: { pendingId: evil, started: null },
        failure: { ok: false, reason: 'wrong-code', waitUntil: clock.now() + 30_000 },
      } satisfies PageRequest,
    })),
  ),
);

let deps: Deps;
let folder: string;

// One database for all of them: no page writes to it.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorcode-'));
  deps = await scratchDeps(clock, {
    store: await openStore(`file:${join(folder, 'doorcode.db')}`),
  });
});
afterAll(async () => {
  deps.store.close();
  await rm(folder, { recursive: true });
});

const render = (request: PageRequest) => hostedPage(deps, request);

describe('the hosted page', () => {
  for (const { title, request } of everyPage) {
    it(`${title} is whole, safe, and shows no secret`, async () => {
      const { body, headers } = await render(request);

      expect(body).toMatch(/^<!doctype html>\n<html lang="(en|pt-BR|es)">/);
      expect(body).toContain(`<html lang="${request.acceptLanguage}">`);
      expect(body.trimEnd().endsWith('</html>')).toBe(true);
      expect(body.match(/<h1>[^<]+<\/h1>/g)).toHaveLength(1);
      expect(body).not.toMatch(/undefined|\[object|NaN/);

      expect(body).not.toMatch(/<script|<b |javascript:/i);
      const withoutValues = body.replaceAll(/"[^"]*"/g, '""');
      expect(withoutValues).not.toMatch(/<[^>]*\son[a-z]+=/i);
      const [, nonce] =
        /style-src 'nonce-([\w-]{22})'/.exec(headers['Content-Security-Policy'] ?? '') ?? [];
      expect(nonce).toBeDefined();
      expect(body.match(/<style[^>]*>/g)).toEqual([`<style nonce="${nonce}">`]);
      expect(body).not.toMatch(/\sstyle=/);

      for (const hidden of [
        session.secret,
        session.secretId,
        session.setupCodeHash,
        String(session.lastStep),
        session.credentials[0],
      ]) {
        expect(body).not.toContain(hidden);
      }
      expect(body).not.toMatch(/otpauth|<svg xmlns|class="secret"|class="qr"/);
    });
  }

  it('has a nonce of its own each time', async () => {
    const request = { page: 'code', session, acceptLanguage: 'en', returnTo: '/' } as const;
    const pages = await Promise.all(Array.from({ length: 20 }, () => render(request)));
    const policies = pages.map(({ headers }) => headers['Content-Security-Policy']);
    expect(new Set(policies).size).toBe(20);
  });

  it('is not kept, framed, scripted, sniffed or left open to another window', async () => {
    const { headers } = await render({
      page: 'code',
      session,
      acceptLanguage: undefined,
      returnTo: '/',
    });
    expect(headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Referrer-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      Vary: 'Accept-Language',
    });
    const policy = headers['Content-Security-Policy'] ?? '';
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).toContain(`form-action 'self'`);
    expect(policy).not.toMatch(/script-src|unsafe|\*/);
  });

  it('shows who is asked, escaped', async () => {
    const { body } = await render({ page: 'code', session, acceptLanguage: 'en', returnTo: '/' });
    expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    const named = { ...session, email: 'ada@acme.example' };
    const other = await render({
      page: 'code',
      session: named,
      acceptLanguage: 'en',
      returnTo: '/',
    });
    expect(other.body).toContain('<strong>ada@acme.example</strong>');
  });

  it('shows QR and key in the answer that starts a set-up, and only there', async () => {
    const setup = started(deps);
    const page = (one: StartedSetup | null) =>
      render({
        page: 'confirm',
        session: { ...session, factor: 'none' },
        acceptLanguage: 'en',
        returnTo: '/',
        setup: { pendingId: 'pending', started: one },
      });
    const { body } = await page(setup);
    expect(body).toContain(setup.secret.match(/.{1,4}/g)?.join(' '));
    expect(body).toMatch(/<div class="qr"><svg xmlns/);
    expect(body).toContain('name="pendingId" value="pending"');
    const again = (await page(null)).body;
    expect(again).not.toContain('<svg xmlns');
    expect(again).not.toContain(setup.secret.slice(0, 4));
    expect(again).toContain('name="pendingId" value="pending"');
  });

  it('asks for a code in a field that phones and password managers know', async () => {
    const { body } = await render({ page: 'code', session, acceptLanguage: 'en', returnTo: '/x' });
    const field = /<input class="code"[^>]*>/.exec(body)?.[0] ?? '';
    for (const attribute of [
      'inputmode="numeric"',
      'autocomplete="one-time-code"',
      'maxlength="9"',
      'name="code"',
    ]) {
      expect(field).toContain(attribute);
    }
    expect(field).not.toContain('aria-invalid');
    expect(body).toContain('<label for="code">');
    expect(body).toContain('name="return" value="/x"');
    expect(body).toContain('action="/.two-factor/verify"');
  });

  for (const reason of Object.keys(failureStatus) as Reason[]) {
    it(`says in each language why it refused: ${reason}`, async () => {
      for (const acceptLanguage of ['en', 'pt-BR', 'es']) {
        const { body } = await render({
          page: 'refusal',
          session: null,
          acceptLanguage,
          returnTo: '/',
          failure: { ok: false, reason },
        });
        expect(body).toContain(textsFor(acceptLanguage).reasons[reason]);
      }
    });
  }

  it('says beside the field why the last code was refused, and how long to wait', async () => {
    const { body } = await render({
      page: 'code',
      session,
      acceptLanguage: 'en',
      returnTo: '/',
      failure: { ok: false, reason: 'wrong-code', waitUntil: clock.now() + 29_001 },
    });
    expect(body).toMatch(/aria-invalid="true" aria-describedby="error"/);
    const alert = /<p class="error" id="error" role="alert">([^<]*)<\/p>/.exec(body)?.[1];
    expect(alert).toMatch(/^This code is not right.* Try again in 30 seconds\.$/);
  });

  it('names support where somebody may be shut out', async () => {
    for (const who of ['who owes a code', 'who is locked'] as const) {
      const { body } = await render({
        page: 'code',
        session: states[who] ?? null,
        acceptLanguage: 'en',
        returnTo: '/',
      });
      expect(body).toContain('href="mailto:support@northwind.example"');
    }
  });

  it('gives a locked account no field to type a code into', async () => {
    const { body } = await render({
      page: 'code',
      session: { ...session, factor: 'locked' },
      acceptLanguage: 'en',
      returnTo: '/',
    });
    expect(body).not.toContain('class="code"');
    expect(body).toContain('action="/.two-factor/sign-out"');
  });
});

describe('the token in a form', () => {
  it('fits the very session that the page was made for', async () => {
    const own = await scratchDeps(clock);
    const token = formToken(own, session);
    expect(isFormToken(own, session, token)).toBe(true);
    for (const other of [
      { ...session, accountId: 'another-account' },
      { ...session, credentials: ['the-hash-of-another-session'] },
      { ...session, credentials: [session.credentials[0], 'one-more'] },
    ] satisfies Session[]) {
      expect(isFormToken(own, other, token)).toBe(false);
    }
    for (const given of ['', token.slice(1), `${token}A`, token.toLowerCase(), '\0']) {
      expect(isFormToken(own, session, given)).toBe(false);
    }
    expect(isFormToken(await scratchDeps(clock), session, token)).toBe(false);
  });

  it('is in every form of a page that was made for somebody', async () => {
    const own = await scratchDeps(clock);
    const token = formToken(own, session);
    const { body } = await hostedPage(own, {
      page: 'code',
      session,
      acceptLanguage: 'en',
      returnTo: '/',
    });
    const forms = body.match(/<form method="post".*?<\/form>/gs) ?? [];
    expect(forms).toHaveLength(3);
    for (const form of forms) expect(form).toContain(`name="token" value="${token}"`);
  });
});
