import { parse } from 'node-html-parser';
import type { Place } from '../profile/schema.ts';

/** A value that stands somewhere in an answer, and where a profile would find it. */
export type Found = {
  readonly place: Place;
  /** What it is called there: the names on the way to it, the nearest last. */
  readonly names: readonly string[];
  readonly value: string | number | boolean | null;
};

const foundAtMost = 200;

/** Everything that a place of a profile can point to; nothing where the answer cannot be read. */
export function allFound(answer: 'json' | 'html', body: string): Found[] {
  const found = answer === 'json' ? inJson(jsonOf(body), []) : inHtml(body);
  return found.slice(0, foundAtMost);
}

/** What an answer to somebody has, and the same answer to nobody has not. */
export function newsIn(answer: 'json' | 'html', somebody: string, nobody: string): Found[] {
  const keyOf = ({ place, value }: Found) => JSON.stringify([place, value]);
  const before = new Set(allFound(answer, nobody).map(keyOf));
  return allFound(answer, somebody).filter((found) => !before.has(keyOf(found)));
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Names with a dot or other odd letters are no part of a place, and no list is: its order is nobody's. */
function inJson(value: unknown, names: readonly string[]): Found[] {
  if (value === undefined || Array.isArray(value)) return [];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) =>
      /^[\w-]+$/.test(name) ? inJson(inner, [...names, name]) : [],
    );
  }
  const plain = value as Found['value'];
  return names.length === 0 ? [] : [{ place: names.join('.'), names, value: plain }];
}

/** What of a page names things: meta elements, attributes `data-…`, fields, and short texts with an id. */
function inHtml(body: string): Found[] {
  const page = parse(body);
  const only = (selector: string) => page.querySelectorAll(selector).length === 1;
  return page.querySelectorAll('*').flatMap((element): Found[] => {
    const { id, tagName, attributes } = element;
    const tag = tagName.toLowerCase();
    const selector = selectorOf(tag, id, attributes);
    if (selector === null || !only(selector)) return [];
    const at = (attribute: string, names: string[]): Found[] => {
      const value = attributes[attribute];
      return value ? [{ place: { selector, attribute }, names, value }] : [];
    };
    const data = Object.keys(attributes).filter((name) => name.startsWith('data-'));
    const name = attributes.name ?? id;
    if (tag === 'meta') return at('content', [attributes.name ?? '']);
    if (tag === 'input') return at('value', [name]);
    const text = element.text.trim();
    const isShort = id !== '' && text !== '' && text.length <= 80 && !text.includes('\n');
    return [
      ...data.flatMap((each) => at(each, [id, each.slice('data-'.length)])),
      ...(isShort ? [{ place: { selector }, names: [id], value: text }] : []),
    ];
  });
}

function selectorOf(
  tag: string,
  id: string,
  attributes: Readonly<Record<string, string>>,
): string | null {
  const plain = /^[\w-]+$/;
  if (plain.test(id)) return `#${id}`;
  if (plain.test(attributes.name ?? '')) return `${tag}[name="${attributes.name}"]`;
  const data = Object.keys(attributes).find((name) => /^data-[\w-]+$/.test(name));
  return tag === 'body' || tag === 'html' ? tag : data ? `[${data}]` : null;
}

/** A place as people read it. */
export function placeText(place: Place): string {
  if (typeof place === 'string') return place;
  const { selector, attribute } = place;
  return attribute === undefined ? selector : `${selector}, attribute ${attribute}`;
}
