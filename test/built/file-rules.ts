/** What was built, by its path in the extension. */
export type Files = ReadonlyMap<string, Buffer>;

/** A way to run or to draw what did not come with the extension, and how a sentence names it. */
type Sink = { readonly finds: RegExp; readonly says: string };

/**
 * What must not stand in a built script. It reads text, so it finds what stands there literally, which
 * is what a dependency or a slip brings in; a name put together at run time would pass, and meets the
 * policy of the manifest, which lets no page of ours run anything but its own files.
 */
const inScripts: readonly Sink[] = [
  { finds: /\beval\s*\(/g, says: 'runs text as code by eval' },
  { finds: /(?<![\w$.])Function\s*\(/g, says: 'makes code from text by Function' },
  { finds: /\bimportScripts\s*\(/g, says: 'loads scripts by importScripts' },
  { finds: /\bset(?:Timeout|Interval)\s*\(\s*["'`]/g, says: 'runs text as code by a timer' },
  { finds: /\bnew\s+(?:Shared)?Worker\s*\(/g, says: 'starts a worker' },
  { finds: /\bWebAssembly\b/g, says: 'runs WebAssembly' },
  { finds: /\bjavascript:/gi, says: 'has an address that is code' },
  { finds: /\.(?:inner|outer)HTML\s*(?:[+|&?]{0,2}=)(?!=)/g, says: 'draws text as HTML' },
  {
    finds:
      /\b(?:insertAdjacentHTML|document\.write(?:ln)?|createContextualFragment|setHTMLUnsafe|parseHTMLUnsafe)\s*\(|\.srcdoc\s*=/g,
    says: 'draws text as HTML',
  },
  {
    finds: /createElement(?:NS)?\([^()]*["'`]script["'`]/gi,
    says: 'makes a script element',
  },
  // A chunk of ours is named by a literal that starts at this file or at the extension's own root.
  {
    finds: /\bimport\s*\((?!\s*["'`]\.{0,2}\/(?!\/))/g,
    says: 'imports code whose place is not written there',
  },
  {
    finds: /(?:^|[;}\n])\s*(?:import|export)\b[^;"'`()]*["'](?!\.{0,2}\/(?!\/))/g,
    says: 'imports code from elsewhere',
  },
];

/** Addresses that may stand in a built script: what for, and how they begin. */
const knownAddresses: readonly string[] = [
  // Names of vocabularies, which nobody fetches.
  'http://www.w3.org/1999/xhtml',
  'http://www.w3.org/2000/svg',
  'http://www.w3.org/1998/Math/MathML',
  // Links that a person opens: the stores of the phone.
  'https://apps.apple.com/app/',
  'https://play.google.com/store/apps/details?id=',
];

const inPages: readonly Sink[] = [
  { finds: /<script\b(?![^>]*\bsrc=)/gi, says: 'has a script of its own' },
  { finds: /\son\w+\s*=/gi, says: 'has a script in an attribute' },
  {
    finds: /\b(?:src|href|action)\s*=\s*(?!["']?(?:\/(?!\/)|\.{1,2}\/))/gi,
    says: 'points elsewhere',
  },
  {
    finds: /<(?:base|iframe|object|embed|meta\s[^>]*http-equiv)\b/gi,
    says: 'has an element that could lead elsewhere',
  },
];

const inStyles: readonly Sink[] = [
  { finds: /@import\b/gi, says: 'imports a style' },
  { finds: /url\(\s*(?!["']?(?:\/(?!\/)|data:image\/))/gi, says: 'points elsewhere' },
];

const anyAddress = /\b(?:https?|wss?|ftp):\/\/[^\s"'`\\)]*|(?<=["'`])\/\/[\w-]+\.[\w.-]+/g;
const kinds = /\.(?:js|html|css|json|png|svg)$/;

/** What is wrong with the built files, a sentence each. */
export function brokenInFiles(files: Files): string[] {
  return [...files].flatMap(([path, bytes]) => {
    if (!kinds.test(path)) return [`${path} is a kind of file that no rule allows.`];
    const text = bytes.toString('utf8');
    const wrong = [
      ...(/sourceMappingURL=/.test(text) ? [{ what: 'points to a source map', at: '' }] : []),
      ...(path.endsWith('.js') ? [...found(text, inScripts), ...unknownAddresses(text)] : []),
      ...(path.endsWith('.html') ? found(text, inPages) : []),
      ...(path.endsWith('.css') ? found(text, inStyles) : []),
      ...(path.endsWith('.svg') ? found(text, [...inPages, ...inStyles]) : []),
    ];
    return wrong.map(({ what, at }) => `${path} ${what}${at ? `: …${at}…` : ''}.`);
  });
}

function found(text: string, sinks: readonly Sink[]): { what: string; at: string }[] {
  return sinks.flatMap(({ finds, says }) =>
    Array.from(text.matchAll(finds), ({ index }) => ({
      what: says,
      at: text.slice(Math.max(0, index - 30), index + 50).replaceAll('\n', ' '),
    })),
  );
}

function unknownAddresses(text: string): { what: string; at: string }[] {
  return (text.match(anyAddress) ?? [])
    .filter((address) => !knownAddresses.some((known) => address.startsWith(known)))
    .map((address) => ({ what: 'has an address that no rule knows', at: address }));
}
