import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { jsonSchema } from '../server/profile/json-schema.ts';
import * as schema from '../server/store/schema.ts';
import { extensionRooms, roomOf, serverRooms, wrongArrow } from './conventions/rooms.ts';
import { importsOf, isTest, linesOfCode, places, readSources } from './conventions/sources.ts';

/*
 * What this project asks of its code beyond types and lint. A failure is a list of sentences that name
 * the place and what to do there.
 */

const server = readSources('server/**/*.ts').filter((source) => !isTest(source));
const extension = readSources('extension/**/*.{ts,tsx}').filter((source) => !isTest(source));
const tests = readSources('{server,extension,test}/**/*.{ts,tsx}').filter(isTest);
const all = readSources('{server,extension,test}/**/*.{ts,tsx}', '*.config.ts');

/** Why a file may be longer than the others. A new entry is a question to ask first. */
const longFiles: Readonly<Record<string, string>> = {
  'test/platform/platform.test.ts': 'everything that the stand-in promises, as one list',
  'test/security/codes.test.ts': 'everything that may happen to a code, as one list',
  'extension/features/settings-panel.test.tsx': 'everything that the panel may show, as one list',
  'test/model/variants.ts': 'data: one entry a server with a defect',
  'test/security/defects.ts': 'data: one entry a defect',
  'server/store/schema.ts': 'data: one entry a table',
};
/** A program is held in mind; a list of facts, each by itself, is read from one end to the other. */
const linesAtMost = { program: 250, tests: 400 } as const;

test('imports of the server run one way, and each room knows its own packages', () => {
  expect(
    server.flatMap(importsOf).flatMap((each) => wrongArrow('server', serverRooms, each) ?? []),
  ).toEqual([]);
});

test('imports of the extension run one way, and each room knows its own packages', () => {
  const inside = extension.flatMap(importsOf).filter(({ target }) => !target.startsWith('server/'));
  expect(inside.flatMap((each) => wrongArrow('extension', extensionRooms, each) ?? [])).toEqual([]);
});

test('only api-client.ts names the server, and only its types', () => {
  const outside = extension.flatMap(importsOf).filter(({ target }) => target.startsWith('server/'));
  const wrong = outside.filter(({ from, isType }) => from !== 'extension/api-client.ts' || !isType);
  expect(
    wrong.map(
      ({ from, line, target }) =>
        `${from}:${line} imports ${target}: types of the server come from extension/api-client.ts, by \`import type\` at the top of it.`,
    ),
  ).toEqual([]);
});

test('entrypoints are wiring: short, without functions, requests, selectors or a tree of elements', () => {
  const notWiring =
    /\bfunction\b|\bfetch\s*\(|\bXMLHttpRequest\b|\bdocument\.|\bquerySelector|\.closest\(|\.matches\(|\binnerHTML\b/g;
  const element = /<[A-Za-z][\w.]*(?:\s[^<>]*)?\/?>/g;
  const wrong = extension
    .filter(({ path }) => roomOf(path) === 'entrypoints')
    .flatMap((source) => [
      ...places(source, notWiring).map(
        (place) => `${place} does work of its own: move it to extension/features/ or platform/.`,
      ),
      ...places(source, element)
        .slice(1)
        .map((place) => `${place} is a second element: an entrypoint mounts one feature.`),
      ...(linesOfCode([source]) > 30
        ? [`${source.path} has over 30 lines: an entrypoint only wires.`]
        : []),
    ]);
  expect(wrong).toEqual([]);
});

test('the extension makes requests in two files, and knows foreign pages in platform/ only', () => {
  const callers = ['extension/api-client.ts', 'extension/api-detour.ts'];
  const request =
    /(?<!typeof )\bfetch\b\s*[(=,]|\bXMLHttpRequest\b|\bsendBeacon\b|\bnew WebSocket\b/g;
  const lookUp = /\.(querySelector(All)?|closest|matches|getElementsBy\w+)\(/g;
  const wrong = extension.flatMap((source) => [
    ...(callers.includes(source.path) ? [] : places(source, request)).map(
      (place) => `${place} makes a request: let ${callers.join(' or ')} make it.`,
    ),
    ...(roomOf(source.path) === 'platform' ? [] : places(source, lookUp)).map(
      (place) =>
        `${place} looks something up in a page: that knowledge lives in extension/platform/.`,
    ),
  ]);
  expect(wrong).toEqual([]);
});

test('the environment is read in three files', () => {
  const readers = ['server/config.ts', 'wxt.config.ts', 'test/harness/environment.ts'];
  const wrong = all
    .filter(({ path }) => !readers.includes(path))
    .flatMap((source) =>
      places(source, /\bprocess\s*(\?\.|\.|\[['"])\s*env\b|from ['"]node:process['"]/g),
    );
  expect(
    wrong.map((place) => `${place} reads the environment: let one of ${readers.join(', ')} do it.`),
  ).toEqual([]);
});

test('the server takes clock and randomness as arguments', () => {
  const source =
    /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandom(Bytes|UUID|Int)\b|\bgetRandomValues\b/g;
  const outermost = ['server/main.ts', 'server/server.ts', 'server/cli/main.ts'];
  const wrong = server
    .filter(({ path }) => !outermost.includes(path))
    .flatMap((each) => places(each, source));
  expect(wrong.map((place) => `${place} reads a clock or randomness: take it from deps.`)).toEqual(
    [],
  );
});

test('no test is skipped, singled out or left for later', () => {
  const mark =
    /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:skip|skipIf|runIf|only|todo|fixme|fails?)\b|\b(?:xit|xdescribe|xtest|fit|fdescribe)\s*\(/g;
  const found = tests.flatMap((source) => places(source, mark));
  expect(
    found.map((place) => `${place} does not run every test every time: make it run, or delete it.`),
  ).toEqual([]);
});

test('a file is named after what it does', () => {
  const noName = /(^|\/)(index|utils?|helpers?|common|misc|shared)(\.\w+)*\.tsx?$/;
  const wrong = all.filter(({ path }) => noName.test(path));
  expect(
    wrong.map(({ path }) => `${path} has a name that says nothing: name it after its one job.`),
  ).toEqual([]);
});

test('no file is too long to hold in mind', () => {
  const long = all.filter((source) => {
    const most = isTest(source) ? linesAtMost.tests : linesAtMost.program;
    return source.text.split('\n').length - 1 > most;
  });
  expect([
    ...long
      .filter(({ path }) => !Object.hasOwn(longFiles, path))
      .map(
        ({ path, text }) =>
          `${path} has ${text.split('\n').length - 1} lines: split it, or say in longFiles why it must not be split.`,
      ),
    ...Object.keys(longFiles)
      .filter((path) => !long.some((source) => source.path === path))
      .map((path) => `${path} is no long file any more: take it out of longFiles.`),
  ]).toEqual([]);
});

test('the whole stays small enough to review', () => {
  const core = server.filter(({ path }) =>
    /^server\/(domain\/|gate\/decide\.ts$|store\/seal\.ts$)/.test(path),
  );
  const checking = server.filter(({ path }) => path.startsWith('server/check/'));
  const running = server.filter((source) => !checking.includes(source));
  const sizes = [
    ['the security core', linesOfCode(core), 1750],
    ['the server', linesOfCode(running), 11_000],
    ['what checks the door from outside', linesOfCode(checking), 2250],
    ['the extension', linesOfCode(extension), 4750],
  ] as const;
  expect(
    sizes
      .filter(([, lines, most]) => lines > most)
      .map(
        ([what, lines, most]) =>
          `${what} has ${lines} lines of code, over ${most}: make it smaller, or write a decision that says why not.`,
      ),
  ).toEqual([]);
});

test('each file of the domain is short, and says where its rules come from', () => {
  const rules = server.filter(({ path }) => path.startsWith('server/domain/'));
  const source = /\bRFC \d+|\bNIST\b|\b[AI]\d{1,2}\b|\bdecisions? \d+/;
  const wrong = rules.flatMap(({ path, text }) => [
    ...(text.split('\n').length - 1 > 120 ? [`${path} has over 120 lines: split it.`] : []),
    ...(source.test(text)
      ? []
      : [`${path} cites no standard, case or decision: say why it is so.`]),
  ]);
  expect(wrong).toEqual([]);
});

test('every dependency has its reason in docs/decisions', () => {
  const decisions = readSources('docs/decisions/*.md')
    .map(({ text }) => text)
    .join('\n');
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  expect(
    names
      .filter((name) => !decisions.includes(`\`${name}\``))
      .map(
        (name) =>
          `package.json: ${name} has no reason in docs/decisions: say there why it is needed, or remove it.`,
      ),
  ).toEqual([]);
});

test('every setting is documented', () => {
  const settings = readSources('server/config.ts', 'server/config/*.ts').flatMap(
    ({ text }) => text.match(/\bDOORCODE_[A-Z_]+(?=:)/g) ?? [],
  );
  const documents = readSources('README.md', '.env.example');
  expect(settings.length).toBeGreaterThan(0);
  expect(
    [...new Set(settings)].flatMap((setting) =>
      documents
        .filter(({ text }) => !text.includes(setting))
        .map(({ path }) => `${path} does not name ${setting}, which the server reads: add it.`),
    ),
  ).toEqual([]);
});

test('profiles/profile.schema.json is the profile language as editors read it, and profiles name it', () => {
  const [written] = readSources('profiles/profile.schema.json');
  expect(JSON.parse(written?.text ?? ''), 'Run `npm run profile-schema`.').toEqual(jsonSchema());
  const profiles = readSources('profiles/*.json').filter(({ path }) => path !== written?.path);
  const wrong = profiles.filter(({ text }) => JSON.parse(text).$schema !== './profile.schema.json');
  expect(
    wrong.map(({ path }) => `${path} needs "$schema": "./profile.schema.json", for editors.`),
  ).toEqual([]);
});

test('the migrations in drizzle/ make the schema of server/store/schema.ts', async () => {
  const snapshots = readSources('drizzle/meta/*_snapshot.json');
  const newest: unknown = JSON.parse(snapshots.at(-1)?.text ?? '{}');
  const before = newest as Parameters<typeof generateSQLiteMigration>[0];
  const missing = await generateSQLiteMigration(before, await generateSQLiteDrizzleJson(schema));
  expect(missing, 'Run `npm run migrations` and commit what it writes.').toEqual([]);
});
