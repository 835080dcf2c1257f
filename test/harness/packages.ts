/** What the tests need beyond npm. The only list: whatever is missing here is not installed. */
export const systemPackages: readonly SystemPackage[] = [
  {
    name: 'chromium',
    binaries: ['chromium', 'chromium-browser'],
    purpose: 'the browser that runs the extension',
  },
  {
    name: 'firefox-esr',
    binaries: ['firefox-esr', 'firefox'],
    purpose: 'the other browser that runs the extension',
  },
  {
    name: 'zbar-tools',
    binaries: ['zbarimg'],
    purpose: 'reads the QR code from a screenshot, as a phone would',
  },
  {
    name: 'oathtool',
    binaries: ['oathtool'],
    purpose: 'computes codes independently of our own arithmetic',
  },
  {
    name: 'openssl',
    binaries: ['openssl'],
    purpose: 'makes the certificates with which https is tried',
  },
  {
    name: 'nginx',
    binaries: ['nginx'],
    purpose: 'a front that asks the gate, with docs/fronts/nginx.conf',
  },
  {
    name: 'caddy',
    binaries: ['caddy'],
    purpose: 'a front that asks the gate, with docs/fronts/Caddyfile',
  },
];

/**
 * What some tests need and only Debian has ready. Where it is missing and cannot be installed they say so
 * and are counted as not shown; nothing fails for it.
 */
export const mediaWikiPackages = {
  names: ['mediawiki', 'php-cli', 'php-sqlite3'],
  proof: '/usr/share/mediawiki/index.php',
} as const;

/** A Debian package and the binaries of which any one proves that it is there. */
export type SystemPackage = {
  readonly name: string;
  readonly binaries: readonly string[];
  readonly purpose: string;
};
