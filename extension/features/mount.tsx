import { render } from 'preact';
import type { Ask, Site } from '../messages.ts';
import { chooseLanguage } from '../texts/language.ts';
import { textsOf } from '../texts/tables.ts';
import { Card } from '../ui/card.tsx';
import { Notice } from './notice.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { withSite } from './site-in-front.tsx';
import type { Front } from './tab-in-front.ts';

/** Shows the panel in a frame over the platform's page. */
export async function mountPanel({ ask, close }: { ask: Ask; close: () => void }): Promise<void> {
  // The dialog around the frame closes on Escape too, but hears no key while the focus is in here.
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  await showPanel(ask, close);
}

async function showPanel(ask: Ask, close: () => void): Promise<void> {
  const site = await ask('site', null);
  if (site.ok) return show(<SettingsPanel ask={ask} site={site.value} close={close} />, site.value);
  const texts = textsOf(chooseLanguage(navigator.languages));
  const card = { close: { label: texts.close, onClose: close } };
  const retry = () => void showPanel(ask, close);
  show(<Notice texts={texts} reason={site.reason} card={card} retry={retry} />, null);
}

/** Shows the popup: the panel for the tab in front, or an honest word where there is no Doorcode. */
export async function mountPopup({ ask, tab }: PopupOptions): Promise<void> {
  const site = await ask('site', null);
  const face = site.ok ? <SettingsPanel ask={ask} site={site.value} /> : <NoDoorcode />;
  const again = () => void mountPopup({ ask, tab });
  show(await withSite(face, { site, tab, again }), site.ok ? site.value : null);
}

type PopupOptions = { ask: Ask; tab: Promise<Front> };

function NoDoorcode() {
  const texts = textsOf(chooseLanguage(navigator.languages));
  return (
    <Card title={texts.noDoorcodeTitle}>
      <p>{texts.noDoorcodeText}</p>
    </Card>
  );
}

function show(what: preact.ComponentChild, site: Site | null): void {
  const language = site?.language ?? chooseLanguage(navigator.languages);
  document.documentElement.lang = language;
  document.title = textsOf(language).menuEntry;
  const root = document.getElementById('root');
  if (root) render(what, root);
}
