import type { Page } from 'playwright/test';
import { expect, test, type User } from './fixtures.ts';
import { expectInside } from './home-page.ts';
import { enterCodeOnHostedPage } from './hosted-page.ts';
import { fillLogin, logIn, loginButton, loginCodeField, typeLoginCode } from './login-page.ts';
import { answerPrompt, frameOver } from './panel.ts';
import { setUp } from './set-up.ts';

const loginCodeCall = '**/.two-factor/v1/login-code';

/** Holds every hand-over of a code up for this long, as a slow network would. */
async function slowDown(page: Page, milliseconds: number): Promise<void> {
  await page.route(loginCodeCall, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    // The page may be gone by then, and its request with it.
    await route.continue().catch(() => {});
  });
}

test.describe('LOGIN in the very moment of the sixth digit', () => {
  for (const delay of [0, 60, 250, 1500]) {
    test(`A63 on a form, with a hand-over that takes ${delay} ms more: inside, or asked for the code`, async ({
      page,
      user,
    }) => {
      const phone = await setUp(page, user);
      if (delay > 0) await slowDown(page, delay);
      await fillLogin(page, user);
      await loginCodeField(page).pressSequentially(await phone.code());
      await loginButton(page).click();

      const asked = page.getByRole('heading', { name: 'Enter your login code' });
      const inside = page.getByRole('heading', { name: 'Good to see you' });
      await expect(asked.or(inside)).toBeVisible();
      if (await asked.isVisible()) await enterCodeOnHostedPage(page, await phone.code());
      await expectInside(page);
    });
  }

  test('A63 on a single page, when the hand-over ends while its calls are under way: inside', async ({
    page,
    user,
  }) => {
    const phone = await setUp(page, user);
    // Before the waits below, which are shorter than the one for the phone.
    const code = await phone.code();
    const firstRefusal = page.waitForResponse('**/api/tile/1');
    const handedOver = page.waitForResponse(loginCodeCall);
    await page.route(loginCodeCall, async (route) => {
      await firstRefusal;
      await route.continue();
    });
    await page.route(/\/api\/tile\/(1[1-9]|20)$/, async (route) => {
      await handedOver;
      await route.continue();
    });
    await fillLogin(page, user, '/spa');
    await loginCodeField(page).pressSequentially(code);
    await loginButton(page).click();

    expect((await firstRefusal).status()).toBe(403);
    await handedOver;
    // The page has started anew by itself: nothing is owed any more, and every call is answered.
    await expectInside(page);
    await expect(page.locator('iframe')).toHaveCount(0);
  });

  for (const delay of [0, 1500]) {
    test(`A63 on a single page, with a hand-over that takes ${delay} ms more: inside, or at the prompt`, async ({
      page,
      user,
    }) => {
      const phone = await setUp(page, user);
      if (delay > 0) await slowDown(page, delay);
      await fillLogin(page, user, '/spa');
      await loginCodeField(page).pressSequentially(await phone.code());
      await loginButton(page).click();

      const board = page.locator('#board');
      await expect(board).toHaveAttribute('data-answered', '20');
      if ((await board.getAttribute('data-loaded')) !== '20') {
        await answerPrompt(await frameOver(page), await phone.code());
      }
      await expectInside(page);
    });
  }
});

test.describe('what the platform gets of the login', () => {
  const code = '135790';
  const ways = {
    'LOGIN is pressed': (page: Page) => loginButton(page).click(),
    'Enter is pressed in the code field': (page: Page) => loginCodeField(page).press('Enter'),
    'Enter is pressed in the password field': (page: Page) =>
      page.getByLabel('Password').press('Enter'),
  };

  test("A64 when the page reads its form a moment after LOGIN, the platform's server sees no code", async ({
    page,
    door,
    user,
  }) => {
    const before = door.platform.received.length;
    await fillLogin(page, user);
    await page.evaluate(`{
      const form = document.querySelector('form:has([type=password])');
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        setTimeout(async () => {
          const named = [...form.elements].filter(({ name }) => name);
          const body = new URLSearchParams(named.map(({ name, value }) => [name, value]));
          location.assign((await fetch(form.action, { method: 'POST', body })).url);
        }, 50);
      });
    }`);
    await typeLoginCode(page, code);
    await loginButton(page).click();
    await expectInside(page);

    const received = JSON.stringify(door.platform.received.slice(before));
    expect(received).toContain(user.realm);
    expect(received).not.toContain('totpcode');
    expect(received).not.toContain(code);
  });

  for (const path of ['/login', '/spa']) {
    for (const [way, submit] of Object.entries(ways)) {
      test(`A64 at ${path}, when ${way}, the platform's server sees no code`, async ({
        page,
        door,
        user,
      }) => {
        const before = door.platform.received.length;
        await fillLogin(page, user, path);
        await typeLoginCode(page, code);
        await submit(page);
        await expectInside(page);

        const received = door.platform.received.slice(before);
        const logins = received.filter(({ method, body }) => method === 'POST' && body !== null);
        expect(logins).toHaveLength(1);
        // It does see the rest of the form.
        expect(logins[0]?.body).toContain(user.realm);
        expect(logins[0]?.body).toContain('password');
        const seen = JSON.stringify(received);
        expect(seen).not.toContain('totpcode');
        expect(seen).not.toContain(code);
      });
    }
  }
});

test('two hand-overs of a code are never under way at once, and the newest code is the last', async ({
  page,
  user,
}) => {
  let underWay = 0;
  let most = 0;
  const codes: unknown[] = [];
  await page.route(loginCodeCall, async (route) => {
    underWay += 1;
    most = Math.max(most, underWay);
    codes.push(route.request().postDataJSON());
    await new Promise((resolve) => setTimeout(resolve, 200));
    const response = await route.fetch();
    // Nobody in the page can know of the answer before this.
    underWay -= 1;
    await route.fulfill({ response });
  });

  await fillLogin(page, user);
  const field = loginCodeField(page);
  for (const code of ['111111', '222222', '333333', '444444']) await field.fill(code);
  await field.press('End');
  await expect.poll(() => codes.at(-1)).toEqual({ code: '444444' });
  await expect.poll(() => underWay).toBe(0);
  expect(codes[0]).toEqual({ code: '111111' });
  expect(most).toBe(1);
});

test.describe('in Portuguese', () => {
  test.use({ locale: 'pt-BR' });

  for (const path of ['/login', '/spa']) {
    test(`the field at ${path} has the platform's own Portuguese label`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByLabel('Senha')).toBeVisible();
      const field = page.getByLabel('Verificação em duas etapas', { exact: true });
      await expect(field).toHaveAttribute('name', 'totpcode');
      await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
      await expect(field).toHaveAttribute('inputmode', 'numeric');
    });
  }
});

const screens = [
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 320, height: 800 } },
] as const;

for (const screen of screens) {
  test.describe(() => {
    test.use(screen);

    test(`in the ${screen.colorScheme} scheme, ${screen.viewport.width} wide, the field looks like its neighbours`, async ({
      page,
      user,
    }) => {
      await expectLikeItsNeighbour(page, user);
    });
  });
}

async function expectLikeItsNeighbour(page: Page, user: User): Promise<void> {
  await fillLogin(page, user);
  const password = page.getByLabel('Password');
  const field = loginCodeField(page);
  // Unfocused, both of them.
  await page.getByLabel('Realm').focus();

  const look = `(field) => {
    const { color, backgroundColor, borderColor, borderRadius, padding, fontSize } =
      getComputedStyle(field);
    return { color, backgroundColor, borderColor, borderRadius, padding, fontSize };
  }`;
  expect(await field.evaluate(look)).toEqual(await password.evaluate(look));
  const above = await password.boundingBox();
  const box = await field.boundingBox();
  expect(box?.x).toBe(above?.x);
  expect(box?.width).toBe(above?.width);
  expect(box?.height).toBe(above?.height);
  expect(box?.y).toBeGreaterThan(above?.y ?? Number.POSITIVE_INFINITY);
  const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(sideways)).toBe(0);
  await logIn(page, user, '123456');
  await expectInside(page);
}
