/** A manifest as it was built: nobody's word is taken for what is in it. */
export type Manifest = Readonly<Record<string, unknown>>;

/** What the builder was asked for: the browser, and the match patterns of the origins named. */
export type Asked = { readonly browser: 'chrome' | 'firefox'; readonly matches: readonly string[] };

/** What every version may ask for without asking the user again; docs/privacy.md says what for. */
export const permissions: readonly string[] = ['storage', 'scripting', 'activeTab'];

/** The patterns of which the user may grant one origin each, at run time. */
const optionalHosts: readonly string[] = [
  'https://*/*',
  'http://localhost/*',
  'http://127.0.0.1/*',
  'http://[::1]/*',
];

const gateOfFrames = 'panel.html';
const anyIcon = /^icon\/\d+\.png$/;
const anyVersion = /^\d+(\.\d+){0,3}$/;

/** What is wrong with a key's value, or nothing; `asked` where that depends on the build. */
type Rule = (value: unknown, asked: Asked) => readonly string[];

/**
 * Everything that may stand in a manifest. A key that is not here is refused, so that what nobody
 * thought of (`externally_connectable`, `devtools_page`, `sandbox`, …) is no hole.
 */
const everywhere: Readonly<Record<string, Rule>> = {
  manifest_version: only(3),
  name: only('__MSG_name__'),
  description: only('__MSG_description__'),
  default_locale: only('en'),
  version: (value) => (anyVersion.test(String(value)) ? [] : ['is no version that stores take']),
  icons: areIcons,
  action: (value, asked) => [
    ...onlyKeys(value, ['default_title', 'default_popup', 'default_icon']),
    ...only('popup.html')(record(value).default_popup, asked),
    ...areIcons(record(value).default_icon ?? {}),
  ],
  permissions: (value) =>
    list(value)
      .filter((name) => !permissions.includes(name))
      .map((name) => `has "${name}", a permission beyond the list`),
  host_permissions: areNamedOrigins,
  optional_host_permissions: (value) =>
    list(value)
      .filter((pattern) => !optionalHosts.includes(pattern))
      .map((pattern) => `has "${pattern}", which nobody may be asked for`),
  content_scripts: (value, asked) =>
    records(value).flatMap((script) => [
      // Neither every frame, nor another world, nor another moment.
      ...onlyKeys(script, ['matches', 'js']),
      ...areNamedOrigins(script.matches, asked),
      ...same(script.js, ['content-scripts/platform.js']),
    ]),
  web_accessible_resources: (value, asked) =>
    records(value).flatMap((each) => [
      ...onlyKeys(each, ['matches', 'resources']),
      ...areNamedOrigins(each.matches, asked),
      ...same(each.resources, [gateOfFrames]),
    ]),
  content_security_policy: (value, asked) => [
    ...onlyKeys(value, ['extension_pages']),
    ...policyIsStrict(String(record(value).extension_pages), asked),
  ],
};

const inBrowser: Readonly<Record<Asked['browser'], Readonly<Record<string, Rule>>>> = {
  chrome: {
    background: (value) => same(value, { service_worker: 'background.js' }),
    incognito: only('split'),
    minimum_chrome_version: (value) => (/^\d+$/.test(String(value)) ? [] : ['is no version']),
    // A build to try has a key, so that its ID is always the same. Stores take none.
    key: (value) => (typeof value === 'string' ? [] : ['is no key']),
    storage: (value) => [
      ...onlyKeys(value, ['managed_schema']),
      ...(/^[\w-]+\.json$/.test(String(record(value).managed_schema)) ? [] : ['has no schema']),
    ],
  },
  firefox: {
    background: (value) => same(value, { scripts: ['background.js'] }),
    browser_specific_settings: (value) => [
      ...onlyKeys(value, ['gecko']),
      ...onlyKeys(record(value).gecko, ['id', 'strict_min_version', 'data_collection_permissions']),
      ...same(record(record(value).gecko).data_collection_permissions, {
        required: ['authenticationInfo'],
      }),
    ],
  },
};

const mayBeMissing = [
  'permissions',
  'host_permissions',
  'optional_host_permissions',
  'storage',
  'key',
];

/** What is wrong with a manifest, a sentence each. */
export function brokenInManifest(manifest: Manifest, asked: Asked): string[] {
  const rules = { ...everywhere, ...inBrowser[asked.browser] };
  const say = (key: string, wrong: readonly string[]) =>
    wrong.map((what) => `manifest.json: ${key} ${what}.`);
  const missing = Object.keys(rules).filter(
    (key) => !Object.hasOwn(manifest, key) && !mayBeMissing.includes(key),
  );
  return [
    ...Object.entries(manifest).flatMap(([key, value]) => {
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      return say(key, rule ? rule(value, asked) : ['is a key that no rule allows']);
    }),
    ...missing.flatMap((key) => say(key, ['is missing'])),
  ];
}

/** Only whole origins that the builder named, and never a wide pattern even if it was named. */
function areNamedOrigins(value: unknown, { matches }: Asked): string[] {
  const narrow = /^(https:\/\/[^*/]+|http:\/\/(localhost|127\.0\.0\.1|\[::1\]))\/\*$/;
  return list(value)
    .filter((pattern) => !matches.includes(pattern) || !narrow.test(pattern))
    .map((pattern) => `has "${pattern}", which is no origin that this build is for`);
}

/** Nothing but what comes with the extension; in Firefox the background calls the platform, too. */
function policyIsStrict(policy: string, { browser, matches }: Asked): string[] {
  const directives = new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources] as const;
    }),
  );
  const platforms = matches.map((pattern) => pattern.replace(/\/\*$/, ':*'));
  const wanted = ["default-src 'none'", "script-src 'self'", "base-uri 'none'"];
  const wrong = [...directives].flatMap(([name, sources]) =>
    sources
      .filter((source) => source !== "'self'" && source !== "'none'")
      .filter((source) => !(name === 'connect-src' && platforms.includes(source)))
      .map((source) => `lets ${name} reach ${source}`),
  );
  return [
    ...wrong,
    ...(browser === 'chrome' && directives.has('connect-src')
      ? ['has a connect-src, though no page of ours calls anybody in Chromium']
      : []),
    ...wanted
      .filter((directive) => {
        const [name = '', source] = directive.split(' ');
        return directives.get(name)?.join(' ') !== source;
      })
      .map((directive) => `does not say ${directive}`),
  ];
}

function areIcons(value: unknown): string[] {
  return Object.values(record(value))
    .filter((path) => !anyIcon.test(String(path)))
    .map((path) => `has "${path}" for an icon`);
}

function only(wanted: unknown): Rule {
  return (value) => same(value, wanted);
}

function same(value: unknown, wanted: unknown): string[] {
  const [is, should] = [JSON.stringify(value), JSON.stringify(wanted)];
  return is === should ? [] : [`has ${is} where only ${should} may stand`];
}

function onlyKeys(value: unknown, allowed: readonly string[]): string[] {
  return Object.keys(record(value))
    .filter((key) => !allowed.includes(key))
    .map((key) => `has "${key}", which no rule allows`);
}

/** What is no list or record has nothing in it: its key's rule then misses what must be there. */
function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function records(value: unknown): Manifest[] {
  return Array.isArray(value) ? value.map(record) : [];
}

function record(value: unknown): Manifest {
  return typeof value === 'object' && value !== null ? (value as Manifest) : {};
}
