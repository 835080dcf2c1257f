/** An app that makes codes, and where a phone gets it. */
export type AuthenticatorApp = { name: string; stores: { name: string; url: string }[] };

/** The apps that the platform's documentation names, with the phones' own stores. */
export const authenticatorApps: AuthenticatorApp[] = [
  {
    name: 'Google Authenticator',
    stores: [
      { name: 'App Store', url: 'https://apps.apple.com/app/google-authenticator/id388497605' },
      {
        name: 'Google Play',
        url: 'https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2',
      },
    ],
  },
  {
    name: 'Microsoft Authenticator',
    stores: [
      { name: 'App Store', url: 'https://apps.apple.com/app/microsoft-authenticator/id983156458' },
      {
        name: 'Google Play',
        url: 'https://play.google.com/store/apps/details?id=com.azure.authenticator',
      },
    ],
  },
  {
    name: 'LastPass Password Manager',
    stores: [
      {
        name: 'App Store',
        url: 'https://apps.apple.com/app/lastpass-password-manager/id324613447',
      },
      {
        name: 'Google Play',
        url: 'https://play.google.com/store/apps/details?id=com.lastpass.lpandroid',
      },
    ],
  },
];
