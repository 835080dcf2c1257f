import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProfile } from '../../server/profile/profile.ts';
import { check, holesOf } from '../check/owing-session.ts';
import { navigation, type Request } from '../harness/request.ts';
import { newCookieJar } from '../platforms/cookie-jar.ts';
import { mediaWikiMissing, mediaWikiWays } from '../platforms/mediawiki.ts';
import { noteSkipped } from '../platforms/not-here.ts';
import { type PlatformDoor, startPlatformDoor } from '../platforms/platform-door.ts';
import { sessionAt } from '../platforms/session.ts';
import { tried, username } from '../platforms/tried.ts';
import { verdaccioWays } from '../platforms/verdaccio.ts';

/* What the profiles say of fronts, on the platforms themselves. */

type Headers = Readonly<Record<string, string>>;

const inside = { Verdaccio: verdaccioWays, MediaWiki: mediaWikiWays };

const fronted = (['nginx', 'caddy'] as const).flatMap((front) =>
  (['Verdaccio', 'MediaWiki'] as const).map((platform) => ({ front, platform })),
);

const missing = mediaWikiMissing();
if (missing) noteSkipped('MediaWiki behind nginx and Caddy', missing);
const here = fronted.filter(({ platform }) => platform !== 'MediaWiki' || !missing);

describe.each(here)('$platform behind $front', ({ front, platform }) => {
  const { kind, logIn, path } = tried[platform];
  const ways = inside[platform];
  let door: PlatformDoor;
  let owner: Headers;
  let secret: string;
  beforeAll(async () => {
    door = await startPlatformDoor(kind, { front });
    owner = await logIn(door);
    expect(await statuses(owner, door.send)).toEqual(every(200));
    secret = await sessionAt(door, owner).activate();
  });
  afterAll(() => door?.stop());

  const statuses = (headers: Headers, to: (request: Request) => Promise<{ status: number }>) =>
    Promise.all(
      ways.map(
        async (way) => (await to({ ...way, headers: { ...way.headers, ...headers } })).status,
      ),
    );
  const every = (status: number) => ways.map(() => status);

  it('A85 a session that owes its code gets in nowhere, everywhere once it gave it, and check finds no hole', async () => {
    const owing = await logIn(door);
    expect(await statuses(owing, door.sendDirectly)).toEqual(every(200));
    expect(await statuses(owing, door.send)).toEqual(every(403));
    const page = await door.send({ path, headers: { ...owing, ...navigation } });
    expect(page.status).toBe(403);
    expect(page.body).toContain('/.two-factor/');
    expect(await statuses(owner, door.send)).toEqual(every(200));

    const lines = Object.entries(owing).map(([name, value]) => `${name}: ${value}`);
    const profile = readProfile(kind.profile);
    const upstream = new URL(door.upstream);
    const report = await check({ deps: { profile }, origin: door.origin }, lines.join('\n'), {
      account: username,
      paths: [path],
      upstream,
    });
    expect(holesOf(report)).toEqual([]);

    await sessionAt(door, owing).verify(secret);
    expect(await statuses(owing, door.send)).toEqual(every(200));
  }, 120_000);

  // The front sees no answer, so the gate cannot let the clearance follow, as the built-in proxy does.
  if (platform !== 'MediaWiki') return;
  it('a session that MediaWiki makes of a cleared one owes a code of its own', async () => {
    const login: Headers = await logIn(door);
    const forgotten = { Cookie: String(login.Cookie).replace(/(?<=_session=)\w+/, 'forgotten') };
    await sessionAt(door, forgotten).verify(secret);
    const renewing = await door.send({ path, headers: forgotten });
    expect(renewing.status).toBe(200);
    const jar = newCookieJar();
    jar.keep(renewing);
    const renewed = { Cookie: String(jar.header().Cookie) };
    expect(renewed.Cookie).toMatch(/_session=\w{32}/);
    expect(await statuses(renewed, door.sendDirectly)).toEqual(every(200));
    expect(await statuses(renewed, door.send)).toEqual(every(403));
  });
});
