/** An app that makes codes, and where a phone gets it. */
export type AuthenticatorApp = { name: string; stores: { name: string; url: string }[] };

/** The apps that the platform's documentation names, with the phones' own stores. */
export const authenticatorApps: AuthenticatorApp[] = [
  app(
    'Google Authenticator',
    'google-authenticator/id388497605',
    'com.google.android.apps.authenticator2',
  ),
  app('Microsoft Authenticator', 'microsoft-authenticator/id983156458', 'com.azure.authenticator'),
  app(
    'LastPass Password Manager',
    'lastpass-password-manager/id324613447',
    'com.lastpass.lpandroid',
  ),
];

function app(name: string, appStore: string, googlePlay: string): AuthenticatorApp {
  return {
    name,
    stores: [
      { name: 'App Store', url: `https://apps.apple.com/app/${appStore}` },
      { name: 'Google Play', url: `https://play.google.com/store/apps/details?id=${googlePlay}` },
    ],
  };
}
