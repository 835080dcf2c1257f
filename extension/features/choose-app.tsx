import { useId } from 'preact/hooks';
import type { Texts } from '../texts/texts.ts';
import { authenticatorApps } from './authenticator-apps.ts';

type Props = { texts: Texts; chosen: string; choose: (app: string) => void };

/** The name under which an app of the user's own is chosen. */
export const anotherApp = '';

/** The apps to choose from; the chosen one shows where a phone gets it. */
export function ChooseApp({ texts, chosen, choose }: Props) {
  const group = useId();
  const choices = [...authenticatorApps, { name: anotherApp, stores: [] }];
  return (
    <fieldset class="apps">
      <legend>{texts.chooseApp}</legend>
      {choices.map(({ name, stores }) => (
        <div key={name} class="app">
          <label>
            <input
              type="radio"
              name={group}
              checked={chosen === name}
              onChange={() => choose(name)}
            />
            <span>{name || texts.anotherApp}</span>
          </label>
          {chosen === name && (
            <p class="stores">
              {stores.map((store) => (
                <a key={store.url} href={store.url} target="_blank" rel="noreferrer">
                  {store.name}
                  <span class="for-readers"> ({texts.opensNewTab})</span>
                </a>
              ))}
              {name === anotherApp && texts.anotherAppHint}
            </p>
          )}
        </div>
      ))}
    </fieldset>
  );
}
