import { newCookieJar } from './cookie-jar.ts';
import { mediaWiki } from './mediawiki.ts';
import { nodeRed } from './node-red.ts';
import type { PlatformDoor } from './platform-door.ts';
import { type PlatformKind, password } from './platform-kind.ts';
import { verdaccio } from './verdaccio.ts';

type Headers = Readonly<Record<string, string>>;
export type Tried = {
  readonly kind: PlatformKind;
  /** Logs ada in and answers what her browser sends from then on. */
  logIn(door: PlatformDoor): Promise<Headers>;
  /** Behind the login, beside whoami. */
  readonly path: string;
};

const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const json = { 'Content-Type': 'application/json' };
/** Who logs in. */
export const username = 'ada';

export const tried = {
  'Node-RED': {
    kind: nodeRed,
    path: '/admin/flows',
    async logIn(door) {
      const fields = { client_id: 'node-red-editor', grant_type: 'password', scope: '', username };
      const body = new URLSearchParams({ ...fields, password }).toString();
      const path = '/admin/auth/token';
      const answer = await door.send({ method: 'POST', path, headers: form, body });
      const { access_token: token } = JSON.parse(answer.body) as { access_token: string };
      return { Authorization: `Bearer ${token}` };
    },
  },
  Verdaccio: {
    kind: verdaccio,
    path: '/-/npm/v1/user',
    async logIn(door) {
      // Tokens of one second are one token.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const body = JSON.stringify({ username, password });
      const path = '/-/verdaccio/sec/login';
      const answer = await door.send({ method: 'POST', path, headers: json, body });
      const { token } = JSON.parse(answer.body) as { token: string };
      return { Authorization: `Bearer ${token}` };
    },
  },
  MediaWiki: {
    kind: mediaWiki,
    path: '/index.php?title=Special:Preferences',
    async logIn(door) {
      const jar = newCookieJar();
      const path = '/index.php?title=Special:UserLogin';
      const page = await door.send({ path });
      jar.keep(page);
      const [, wpLoginToken = ''] =
        /name="wpLoginToken" type="hidden" value="([^"]+)"/.exec(page.body) ?? [];
      const fields = { wpName: username, wpPassword: password, wpLoginToken, wpRemember: '1' };
      const body = new URLSearchParams({ ...fields, authAction: 'login' }).toString();
      const headers = { ...form, ...jar.header() };
      jar.keep(await door.send({ method: 'POST', path, headers, body }));
      return { ...jar.header() } as Headers;
    },
  },
} satisfies Record<string, Tried>;
