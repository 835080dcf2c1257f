import type { Files } from './file-rules.ts';
import type { Manifest } from './manifest-rules.ts';

/** What must never go out: how it comes into a built extension, and what the rules say of it. */
export type Planted = {
  readonly what: string;
  /** Keys that the manifest gets, or loses where they are undefined. */
  readonly manifest?: Manifest;
  /** Text behind that of the built files, or files that nobody built. */
  readonly files?: Readonly<Record<string, string>>;
  readonly says: RegExp;
};

const pattern = ['http://localhost/*'];
const script = { matches: pattern, js: ['content-scripts/platform.js'] };
const background = 'background.js';
const policy = (directives: string) => ({
  content_security_policy: {
    extension_pages: `default-src 'none'; script-src 'self'; base-uri 'none'; ${directives}`,
  },
});
const inScript = (text: string) => ({ [background]: `;${text}\n` });
const inPage = (text: string) => ({ 'panel.html': text });

export const planted: readonly Planted[] = [
  // Permissions and hosts.
  {
    what: 'a permission beyond the list',
    manifest: { permissions: ['storage', 'tabs'] },
    says: /permissions has "tabs"/,
  },
  {
    what: 'an optional permission',
    manifest: { optional_permissions: ['cookies'] },
    says: /optional_permissions is a key that no rule allows/,
  },
  {
    what: 'a wide pattern among the permissions',
    manifest: { permissions: ['<all_urls>'] },
    says: /permissions has "<all_urls>"/,
  },
  {
    what: 'every host, required',
    manifest: { host_permissions: ['https://*/*'] },
    says: /host_permissions has "https:\/\/\*\/\*"/,
  },
  {
    what: 'a host that nobody named, required',
    manifest: { host_permissions: ['https://elsewhere.example/*'] },
    says: /host_permissions has "https:\/\/elsewhere\.example\/\*"/,
  },
  {
    what: 'plain http beyond this machine, optional',
    manifest: { optional_host_permissions: ['http://*/*'] },
    says: /optional_host_permissions has "http:\/\/\*\/\*"/,
  },
  // Where the content script runs, and how.
  {
    what: 'a content script on every page',
    manifest: { content_scripts: [{ ...script, matches: ['<all_urls>'] }] },
    says: /content_scripts has "<all_urls>"/,
  },
  {
    what: 'a content script in every frame',
    manifest: { content_scripts: [{ ...script, all_frames: true }] },
    says: /content_scripts has "all_frames"/,
  },
  {
    what: 'a content script in blank frames',
    manifest: { content_scripts: [{ ...script, match_about_blank: true }] },
    says: /content_scripts has "match_about_blank"/,
  },
  {
    what: 'a content script in the world of the page',
    manifest: { content_scripts: [{ ...script, world: 'MAIN' }] },
    says: /content_scripts has "world"/,
  },
  // What others may reach.
  {
    what: 'a frame for every page',
    manifest: { web_accessible_resources: [{ resources: ['panel.html'], matches: ['*://*/*'] }] },
    says: /web_accessible_resources has "\*:\/\/\*\/\*"/,
  },
  {
    what: 'more than the frame for a page',
    manifest: { web_accessible_resources: [{ resources: ['*'], matches: pattern }] },
    says: /web_accessible_resources has \["\*"\]/,
  },
  {
    what: 'the frame for other extensions',
    manifest: {
      web_accessible_resources: [
        { resources: ['panel.html'], matches: pattern, extension_ids: ['*'] },
      ],
    },
    says: /web_accessible_resources has "extension_ids"/,
  },
  {
    what: 'messages from pages',
    manifest: { externally_connectable: { matches: pattern } },
    says: /externally_connectable is a key that no rule allows/,
  },
  // The policy of our own pages.
  {
    what: 'scripts from a host',
    manifest: policy("script-src 'self' https://cdn.example"),
    says: /lets script-src reach https:\/\/cdn\.example/,
  },
  {
    what: 'code from text',
    manifest: policy("script-src 'self' 'unsafe-eval'"),
    says: /lets script-src reach 'unsafe-eval'/,
  },
  {
    what: 'calls to a host',
    manifest: policy('connect-src https://elsewhere.example'),
    says: /lets connect-src reach https:\/\/elsewhere\.example/,
  },
  {
    what: 'a policy that leaves things open',
    manifest: { content_security_policy: { extension_pages: "script-src 'self'" } },
    says: /does not say default-src 'none'/,
  },
  {
    what: 'no policy of our own',
    manifest: { content_security_policy: undefined },
    says: /content_security_policy is missing/,
  },
  // Remote code.
  {
    what: 'a module from a host',
    files: inScript('import("https://cdn.example/x.js")'),
    says: /imports code whose place is not written there/,
  },
  {
    what: 'a module from where a variable says',
    files: inScript('import(place)'),
    says: /imports code whose place is not written there/,
  },
  {
    what: 'a module of a host from the start',
    files: inScript('import{x}from"//cdn.example/x.js"'),
    says: /imports code from elsewhere/,
  },
  { what: 'text as code', files: inScript('eval(text)'), says: /by eval/ },
  { what: 'text as a function', files: inScript('new Function(text)()'), says: /by Function/ },
  { what: 'text as code, later', files: inScript('setTimeout("x()",9)'), says: /by a timer/ },
  {
    what: 'scripts of a worker',
    files: inScript('importScripts(place)'),
    says: /by importScripts/,
  },
  {
    what: 'a script element',
    files: inScript('document.createElement("script")'),
    says: /makes a script element/,
  },
  {
    what: 'text as HTML',
    files: inScript('node.innerHTML=text'),
    says: /draws text as HTML/,
  },
  {
    what: 'text as HTML, beside',
    files: inScript('node.insertAdjacentHTML("beforeend",text)'),
    says: /draws text as HTML/,
  },
  {
    what: 'an address that nobody knows',
    files: inScript('fetch("https://collect.example/")'),
    says: /has an address that no rule knows: …https:\/\/collect\.example\//,
  },
  {
    what: 'a script of a host in a page of ours',
    files: inPage('<script src="https://cdn.example/x.js"></script>'),
    says: /panel\.html points elsewhere/,
  },
  {
    what: 'a script in a page of ours',
    files: inPage('<script>x()</script>'),
    says: /panel\.html has a script of its own/,
  },
  {
    what: 'a script in an attribute of a page of ours',
    files: inPage('<p onclick="x()">x</p>'),
    says: /panel\.html has a script in an attribute/,
  },
  {
    what: 'a picture of a host in a style',
    files: { 'assets/more.css': 'p{background:url(https://elsewhere.example/x.png)}' },
    says: /assets\/more\.css points elsewhere/,
  },
  // What nobody can read.
  {
    what: 'a source map',
    files: { 'background.js.map': '{}' },
    says: /background\.js\.map is a kind of file that no rule allows/,
  },
  {
    what: 'a hint to a source map',
    files: { [background]: '\n//# sourceMappingURL=background.js.map' },
    says: /points to a source map/,
  },
  {
    what: 'compiled code',
    files: { 'assets/fast.wasm': '' },
    says: /assets\/fast\.wasm is a kind of file that no rule allows/,
  },
];

/** The built files with that in them. */
export function plant(files: Files, { manifest = {}, files: more = {} }: Planted): Files {
  const grown = new Map(files);
  for (const [path, text] of Object.entries(more)) {
    grown.set(path, Buffer.concat([files.get(path) ?? Buffer.alloc(0), Buffer.from(text)]));
  }
  const before = JSON.parse(files.get('manifest.json')?.toString('utf8') ?? '{}') as Manifest;
  return grown.set('manifest.json', Buffer.from(JSON.stringify({ ...before, ...manifest })));
}
