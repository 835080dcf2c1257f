import { type ComponentChild, render } from 'preact';
import type { Ask } from '../messages.ts';
import { chooseLanguage, type Language } from '../texts/language.ts';
import { loadTexts } from '../texts/tables.ts';
import type { Texts } from '../texts/texts.ts';
import { patience } from '../ui/late.ts';
import { Loading } from './loading.tsx';
import { Notice } from './notice.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { withSite } from './site-in-front.tsx';
import { supportOf } from './support-of.ts';
import type { Front } from './tab-in-front.ts';

/** The extension's own pages differ in this alone: the panel can be closed, the popup knows its tab. */
type Place = { ask: Ask; close?: () => void; tab?: Promise<Front> };

/** Shows the panel in a frame over the platform's page. */
export function mountPanel({ ask, close }: { ask: Ask; close: () => void }): Promise<void> {
  return open({ ask, close });
}

/** Shows the popup: the panel for the tab in front, or an honest word where there is no Doorcode. */
export function mountPopup(place: { ask: Ask; tab: Promise<Front> }): Promise<void> {
  return open(place);
}

/** Says that it takes a moment if it does, and then what there is to say. */
async function open(place: Place): Promise<void> {
  let isLate = false;
  let isKnown = false;
  setTimeout(async () => {
    const language = browserLanguage();
    const texts = isKnown ? null : await loadTexts(language);
    if (!texts || isKnown) return;
    isLate = true;
    show(<Loading texts={texts} card={cardOf(place, texts)} />, language, texts);
  }, patience);
  await look(place, () => {
    isKnown = true;
    return isLate;
  });
}

/** Asks where this is, and speaks its language: that of the page, or the browser's where none answers. */
async function look(place: Place, known: () => boolean = () => false): Promise<void> {
  const { ask, close, tab } = place;
  const site = await ask('site', null);
  const language = site.ok ? site.value.language : browserLanguage();
  const texts = await loadTexts(language);
  const again = () => look(place);
  const card = cardOf(place, texts);
  const isLate = known();
  const face = site.ok ? (
    <SettingsPanel
      ask={inOurWords(ask, texts)}
      texts={texts}
      site={{ ...site.value, support: supportOf(site.value) }}
      close={close}
      isLate={isLate}
    />
  ) : (
    <Notice texts={texts} reason={site.reason} retry={again} card={card} />
  );
  show(tab ? await withSite(face, { texts, site, tab, again }) : face, language, texts);
}

/** A newer server may have reasons that this version has no words for. */
function inOurWords(ask: Ask, { refusals }: Texts): Ask {
  return async (name, input) => {
    const answer = await ask(name, input);
    if (answer.ok || Object.hasOwn(refusals, answer.reason)) return answer;
    return { ...answer, reason: 'internal' };
  };
}

function cardOf({ close }: Place, texts: Texts) {
  return { close: close && { label: texts.close, onClose: close } };
}

function show(what: ComponentChild, language: Language, texts: Texts): void {
  document.documentElement.lang = language;
  document.title = texts.menuEntry;
  const root = document.getElementById('root');
  if (root) render(what, root);
}

function browserLanguage(): Language {
  return chooseLanguage(navigator.languages);
}
