import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex, Transform } from 'node:stream';
import type { Deps } from '../deps.ts';
import { errorFields } from '../log.ts';
import { type Admission, createAdmit } from './admission.ts';
import { createAfterwards } from './afterwards.ts';
import { createAnswers } from './answers.ts';
import { type Credential, tokenAt } from './credential.ts';
import { createForwardAuth, type ForwardAuth } from './forward-auth.ts';
import { createBodyReader, type ReadBody } from './inside.ts';
import { createLiveConnections } from './live-connections.ts';
import { watchMessages } from './messages.ts';
import { credentialsOf, type Passage } from './passage.ts';
import type { PlatformProxy } from './proxy.ts';
import type { Whoami } from './whoami.ts';

export type Gate = {
  handle(from: IncomingMessage, to: ServerResponse): Promise<void>;
  upgrade(from: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Answers a front that asks for a verdict. */
  readonly forwardAuth: ForwardAuth;
  /** Ends the open connections whose session would not be let in any more. */
  recheck(): Promise<void>;
};

/** Stands before the platform: every request is decided here, and forwarded only as the decision says. */
export function createGate(deps: Deps, whoami: Whoami, proxy: PlatformProxy): Gate {
  const admit = createAdmit(deps, whoami);
  const afterwards = createAfterwards(deps, whoami);
  const answers = createAnswers(deps);
  const bodies = createBodyReader(deps.profile);
  const live = createLiveConnections(admit);
  const { message } = deps.profile.credential;

  function passageOf(
    from: IncomingMessage,
    admission: Admission,
    body: Buffer | null = null,
  ): Passage {
    const { visitor, cookies } = admission;
    return {
      ...credentialsOf(deps.profile, from, admission),
      body,
      watch: body ? null : bodies.watch(from),
      onAnswer: async (answer) => [
        ...cookies,
        ...(await afterwards.onAnswer(from, visitor, answer)),
      ],
      onBody: afterwards.readsBody(from, visitor)
        ? (bytes) => afterwards.onBody(from, visitor, bytes)
        : null,
    };
  }

  /** The body of a request that must be looked into, or null after it was refused for it. */
  async function readBody(
    from: IncomingMessage,
    to: ServerResponse,
  ): Promise<Extract<ReadBody, { kind: 'read' }> | null> {
    const body = await bodies.read(from);
    switch (body.kind) {
      case 'read':
        return body;
      case 'forbidden':
        answers.problem(to, 'forbidden-way');
        return null;
      case 'unreadable':
        answers.problem(to, 'unsupported-media-type');
        return null;
      case 'too-large':
        answers.problem(to, 'too-large');
        return null;
    }
  }

  /** Every token of this WebSocket counts, to the last: they are asked about together. */
  function messagesOf(from: IncomingMessage): Transform | null {
    if (!message) return null;
    let shown: readonly Credential[] = [];
    return watchMessages(message.at, async (token) => {
      const all = [...shown, tokenAt('message', '', token)];
      const { decision } = await admit(from, all);
      if (decision.act !== 'forward') return false;
      shown = all;
      live.carries(from, all);
      return true;
    });
  }

  return {
    forwardAuth: createForwardAuth(deps, admit, afterwards, answers),
    recheck: () => live.recheck(),

    async handle(from, to) {
      try {
        const body = bodies.mustRead(from) ? await readBody(from, to) : undefined;
        if (body === null) return;
        const admission = await admit(from, body?.found);
        const { decision, visitor, failure, cookies } = admission;
        if (to.destroyed) return;
        switch (decision.act) {
          case 'forward':
          case 'forward-as-nobody':
            live.add(from, admission, body?.found ?? [], to);
            return proxy.forward(from, to, passageOf(from, admission, body?.bytes));
          case 'page':
            return await answers.page(from, to, decision.page, visitor, failure, cookies);
          case 'refuse':
            return answers.problem(to, decision.reason, cookies);
        }
      } catch (error) {
        // Whoever hangs up in the middle of a body that is read here has failed, not the gate.
        if (error === from.errored) return;
        deps.log.alarm('gate-failed', errorFields(error));
        if (to.headersSent) to.destroy();
        else answers.problem(to, 'internal');
      }
    },

    async upgrade(from, socket, head) {
      try {
        const admission = await admit(from);
        const { decision } = admission;
        if (socket.destroyed) return;
        switch (decision.act) {
          case 'forward':
          case 'forward-as-nobody': {
            live.add(from, admission, [], socket);
            const passage = passageOf(from, admission);
            return proxy.forwardUpgrade(from, socket, head, passage, messagesOf(from));
          }
          case 'page':
            return answers.upgradeProblem(socket, 'code-required');
          case 'refuse':
            return answers.upgradeProblem(socket, decision.reason);
        }
      } catch (error) {
        deps.log.alarm('gate-failed', errorFields(error));
        answers.upgradeProblem(socket, 'internal');
      }
    },
  };
}
