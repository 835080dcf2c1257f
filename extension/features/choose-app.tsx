import { useId, useState } from 'preact/hooks';
import type { Texts } from '../texts/texts.ts';
import { QrCode } from '../ui/qr-code.tsx';
import { type AuthenticatorApp, authenticatorApps } from './authenticator-apps.ts';

type Props = { texts: Texts; chosen: string; choose: (app: string) => void };

/** The name under which an app of the user's own is chosen. */
export const anotherApp = '';

/** The apps to choose from; the chosen one shows where a phone gets it. */
export function ChooseApp({ texts, chosen, choose }: Props) {
  const group = useId();
  const [scanning, setScanning] = useState(false);
  return (
    <fieldset class="apps">
      <legend>{texts.chooseApp}</legend>
      {[...authenticatorApps, { name: anotherApp, stores: [] }].map((app) => (
        <div key={app.name} class="app">
          <label>
            <input
              type="radio"
              name={group}
              checked={chosen === app.name}
              onChange={() => choose(app.name)}
            />
            <span>{app.name || texts.anotherApp}</span>
          </label>
          {chosen !== app.name ? null : app.name === anotherApp ? (
            <p class="about-app">{texts.anotherAppHint}</p>
          ) : (
            <Stores app={app} texts={texts} scanning={scanning} setScanning={setScanning} />
          )}
        </div>
      ))}
    </fieldset>
  );
}

type StoresProps = {
  app: AuthenticatorApp;
  texts: Texts;
  scanning: boolean;
  setScanning: (scanning: boolean) => void;
};

/**
 * Where a phone gets the app: a link, and on request the same for the phone's camera. Not at once, or
 * the first code that people see on the way to the secret's would be one that they need not scan.
 */
function Stores({ app, texts, scanning, setScanning }: StoresProps) {
  return (
    <div class="about-app">
      <p class="stores">
        {app.stores.map(({ name, url }) => (
          <a key={url} href={url} target="_blank" rel="noreferrer">
            {name}
            <span class="for-readers"> ({texts.opensNewTab})</span>
          </a>
        ))}
      </p>
      <details open={scanning} onToggle={(event) => setScanning(event.currentTarget.open)}>
        <summary>{texts.scanStore}</summary>
        {scanning && (
          <div class="store-codes">
            {app.stores.map(({ name, url }) => (
              <figure key={url}>
                <QrCode text={url} label={texts.storeQrCode(app.name, name)} small />
                <figcaption aria-hidden="true">{name}</figcaption>
              </figure>
            ))}
          </div>
        )}
      </details>
    </div>
  );
}
