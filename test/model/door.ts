import { EventEmitter } from 'node:events';
import { Agent, request as httpRequest, IncomingMessage, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { createApp } from '../../server/app.ts';
import type { Deps } from '../../server/deps.ts';
import { openCase } from '../../server/domain/reset-cases.ts';
import { createGate } from '../../server/gate/gate.ts';
import type { PlatformProxy } from '../../server/gate/proxy.ts';
import { createSignOut } from '../../server/gate/sign-out.ts';
import { meetVisitor } from '../../server/gate/visitor.ts';
import { createWhoami } from '../../server/gate/whoami.ts';
import { createLog } from '../../server/log.ts';
import { openStore, type Row, type Value } from '../../server/store/database.ts';
import { removeExpired } from '../../server/store/expired.ts';
import { createSeal } from '../../server/store/seal.ts';
import { scratchDeps } from '../harness/scratch-deps.ts';
import { type Fault, faultyStore } from './faulty-store.ts';
import { seededRandom } from './seeded-random.ts';

export type Request = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Response = {
  readonly status: number;
  /** Set-Cookie lines. */
  readonly cookies: readonly string[];
  readonly body: string;
  /** The Cookie header with which the platform got the request; null where it never did. */
  readonly arrivedWith: string | null;
};

export type DoorSettings = {
  readonly file: string;
  /** 32 bytes, base64. */
  readonly key: string;
  readonly platform: string;
  /** Of whatever is random in this process. */
  readonly seed: string;
};

/** The server's rules, gate and API on a real database file, without its sockets; `now` is epoch ms. */
export type Door = {
  request(request: Request, now: number): Promise<Response>;
  /** Answers the set-up code. */
  reset(accountId: string, now: number): Promise<string | null>;
  /** What the server does every hour. */
  clean(now: number): Promise<void>;
  rows(sql: string, args: Readonly<Record<string, Value>>): Promise<Row[]>;
  setFault(fault: Fault): Promise<void>;
  /** As if the process had ended: what is under way is lost, and nobody is answered any more. */
  drop(): void;
  /** Lets go of the file, with what was committed in it and no more. */
  close(): void;
};

const origin = 'https://flows.example';

/** @param onCrash called at the very moment that a fault of that kind names. */
export async function openDoor(
  { file, key, platform, seed }: DoorSettings,
  onLine: (line: string) => void,
  onCrash: () => void,
): Promise<Door> {
  const real = await openStore(`file:${file}`);
  const { store, setFault, drop } = faultyStore(real, onCrash);
  let time = 0;
  const now = () => time;
  const random = seededRandom(seed);
  const keys = { current: '1', roots: new Map([['1', Buffer.from(key, 'base64')]]) };
  const deps: Deps = await scratchDeps(
    { now, advance: () => {} },
    { store, random, origin, seal: createSeal(keys, random), log: createLog(onLine, now) },
  );

  const upstream = new URL(platform);
  const agent = new Agent({ keepAlive: true });
  const whoami = createWhoami(deps.profile, upstream, agent, new URL(origin), now);
  const gate = createGate(deps, whoami, forwarding(upstream, agent));
  const meet = (headers: Record<string, string>) => meetVisitor(deps, whoami, { headers });
  const app = createApp(deps, meet, createSignOut(deps, whoami));

  return {
    async request(request, at) {
      time = at;
      const { path, ...init } = request;
      if (!path.startsWith('/.two-factor/')) return throughGate(gate, request);
      const answer = await app.request(path, init);
      const cookies = answer.headers.getSetCookie();
      return { status: answer.status, cookies, body: await answer.text(), arrivedWith: null };
    },
    async reset(accountId, at) {
      time = at;
      const request = { reason: 'lost phone', ticket: 'T-1', identifiedBy: 'called back' };
      const opened = await openCase(deps, 'operator', accountId, request);
      if (!opened.ok) throw new Error(`The reset was refused: ${opened.reason}`);
      return opened.setupCode;
    },
    async clean(at) {
      await store.commit(removeExpired(at));
    },
    rows: (sql, args) => real.read({ sql, args }),
    setFault: async (fault) => setFault(fault),
    drop,
    close() {
      agent.destroy();
      real.close();
    },
  };
}

/** One request at the gate, from its headers to the answer's, without a socket. */
function throughGate(
  gate: ReturnType<typeof createGate>,
  { method, path, headers }: Request,
): Promise<Response> {
  const from = Object.assign(new IncomingMessage(new Socket()), { method, url: path, headers });
  return new Promise((resolve) => {
    let head: Pick<Response, 'status' | 'cookies' | 'arrivedWith'>;
    const to = Object.assign(new EventEmitter(), {
      headersSent: false,
      writeHead(status: number, set: Record<string, string | string[]>) {
        const cookies = [set['Set-Cookie'] ?? []].flat();
        const [arrivedWith = null] = [set['X-Arrived-With'] ?? []].flat();
        head = { status, cookies, arrivedWith };
        to.headersSent = true;
        return to;
      },
      end(body = '') {
        resolve({ ...head, body });
        to.emit('close');
      },
    });
    gate.handle(from, to as unknown as ServerResponse);
  });
}

/** In place of the streaming proxy: hands on path and cookies, and answers with the platform's cookies. */
function forwarding(upstream: URL, agent: Agent): PlatformProxy {
  return {
    forward(from, to, { cookie, target, onAnswer }) {
      const url = new URL(target, upstream);
      const headers: Record<string, string> = cookie === null ? {} : { Cookie: cookie };
      const method = from.method ?? 'GET';
      const question = httpRequest(url, { agent, method, headers }, async (answer) => {
        answer.resume();
        const ours = await onAnswer(answer);
        to.writeHead(answer.statusCode ?? 0, {
          'X-Arrived-With': answer.headers['x-arrived-with'] ?? '',
          'Set-Cookie': [...(answer.headers['set-cookie'] ?? []), ...ours],
        });
        to.end();
      });
      question.end();
    },
    forwardUpgrade() {
      throw new Error('Nobody here asks for an upgrade.');
    },
  };
}
