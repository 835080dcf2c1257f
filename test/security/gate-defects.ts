import type { Defect } from './defects.ts';

const identity = 'test/security/gate-identity.test.ts';
const streams = 'test/security/gate-streams.test.ts';
const sockets = 'test/security/gate-sockets.test.ts';
const parameters = 'test/fixtures/parameters.test.ts';

/** Guards of the gate that platforms with other credentials than cookies need, and those of its proxy. */
export const gateDefects: readonly Defect[] = [
  {
    number: 'is as old as its login when the session comes under another spelling',
    defect: 'a session spelled otherwise is a fresh login',
    edits: [
      {
        file: 'server/gate/spelling.ts',
        find: 'const plain = decode(decode(value))',
        replace: 'const plain = value',
      },
    ],
    test: 'test/security/fresh-login.test.ts',
  },
  {
    number: 'A73',
    defect: 'a login begins with the session that it came with',
    edits: [
      {
        file: 'server/gate/admission.ts',
        find: `if (visitor.kind === 'recognised' && isRequest(from, profile.login)) {`,
        replace: `if (visitor.kind === 'recognised' && from.url === profile.name) {`,
      },
    ],
    test: 'test/security/gate-logins.test.ts',
  },
  {
    number: 'A73',
    defect: 'a renewed credential is cleared a moment after the browser has it',
    edits: [
      {
        file: 'server/gate/afterwards.ts',
        find: 'await carry(from, visitor, reader.readAfter(from.headers.cookie, lines));',
        replace: 'void carry(from, visitor, reader.readAfter(from.headers.cookie, lines));',
      },
    ],
    test: 'test/fixtures/rotating.test.ts',
  },
  {
    number: 'A75',
    defect: 'a token is another one in another place',
    edits: [
      {
        file: 'server/gate/credential.ts',
        find: `hash: hashOf(value), anonymous: 'remove' };`,
        replace: `hash: hashOf(place + value), anonymous: 'remove' };`,
      },
    ],
    test: parameters,
  },
  {
    number: 'cannot be taken out of a body',
    defect: 'a body passes whatever is in it',
    edits: [
      {
        file: 'server/gate/admission.ts',
        find: 'return inside.some((credential) => !forwarded.includes(credential));',
        replace: 'return inside.length < 0 && forwarded.length < 0;',
      },
    ],
    test: parameters,
  },
  {
    number: 'a password',
    defect: 'what a profile forbids in an address passes',
    edits: [
      {
        file: 'server/gate/admission.ts',
        find: 'if (isForbiddenWay(from)) return as(forbidden);',
        replace: '',
      },
    ],
    test: parameters,
  },
  {
    number: 'A78 a cookie',
    defect: 'the cookies of an identity answer are passed on',
    edits: [
      {
        file: 'server/gate/identity-question.ts',
        find: 'const chunks: Buffer[] = [];',
        replace: `Object.assign(agent, { planted: answer.headers['set-cookie'] ?? [] });
          const chunks: Buffer[] = [];`,
      },
      {
        file: 'server/gate/proxy.ts',
        find: 'const cookies = await passage.onAnswer(answer);',
        replace:
          'const cookies = [...(await passage.onAnswer(answer)), ...Object(answer).req.agent.planted];',
      },
    ],
    test: identity,
  },
  {
    number: 'A78 a redirect',
    defect: 'a redirect of the identity endpoint is followed',
    edits: [
      {
        file: 'server/gate/identity-question.ts',
        find: 'const chunks: Buffer[] = [];',
        replace: `const { location } = answer.headers;
          if (location) return ask({ target: location, headers }).then(resolve, reject);
          const chunks: Buffer[] = [];`,
      },
    ],
    test: identity,
  },
  {
    number: 'A79 is refused to a session that owes its code',
    defect: 'a WebSocket opens whatever its session owes',
    edits: [
      {
        file: 'server/gate/gate.ts',
        find: 'return answers.upgradeProblem(socket, decision.reason);',
        replace: `return proxy.forwardUpgrade(from, socket, head, passageOf(from, { ...admission, forwarded: admission.visitor.found }), null);`,
      },
    ],
    test: sockets,
  },
  {
    number: 'A79 an event stream',
    defect: 'what is open stays open',
    edits: [
      {
        file: 'server/gate/live-connections.ts',
        find: 'if (!isIn) connection.destroy();',
        replace: '',
      },
    ],
    test: sockets,
  },
  {
    number: 'A79 the server looks by itself',
    defect: 'nobody looks at what is open',
    edits: [{ file: 'server/server.ts', find: '}, betweenRechecks);', replace: '}, hour);' }],
    test: sockets,
  },
  {
    number: 'A79 is ended when the token in its first message',
    defect: 'a token in a message is good for its session whatever that owes',
    edits: [
      {
        file: 'server/gate/gate.ts',
        find: `if (decision.act !== 'forward') return false;`,
        replace: '',
      },
    ],
    test: sockets,
  },
  {
    number: 'A80 OPTIONS',
    defect: 'a preflight is nobody’s business',
    edits: [
      {
        file: 'server/gate/admission.ts',
        find: 'if (isForbiddenWay(from)) return as(forbidden);',
        replace: `if (from.method === 'OPTIONS') return as({ act: 'forward' }, visitor.found);`,
      },
    ],
    test: streams,
  },
  {
    number: 'A81 a length, then chunks',
    defect: 'a length beside chunks is overlooked',
    edits: [
      {
        file: 'server/door.ts',
        find: ': createServer(options, serve);',
        replace: ': createServer({ ...options, insecureHTTPParser: true }, serve);',
      },
    ],
    test: streams,
  },
  {
    number: 'A85',
    defect: 'an Authorization that no profile names is passed on',
    edits: [
      {
        file: 'server/gate/header-lines.ts',
        find: '/^(authorization|cookie|',
        replace: '/^(cookie|',
      },
    ],
    test: identity,
  },
  {
    number: 'A86',
    defect: 'the platform is asked about everything at once',
    edits: [
      {
        file: 'server/gate/whoami.ts',
        find: 'const strangersAtOnce = 16;',
        replace: 'const strangersAtOnce = 10_000;',
      },
    ],
    test: identity,
  },
];
