import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import standIn from '../../profiles/stand-in.json' with { type: 'json' };
import { jsonSchema } from './json-schema.ts';
import { parseProfile } from './profile.ts';

const document = readFileSync(new URL('../../docs/profiles.md', import.meta.url), 'utf8');
const examples = Array.from(document.matchAll(/^```json\n(.*?)^```$/gms), ([, text = '']) => text);

it('every example of docs/profiles.md is a part of a valid profile', () => {
  expect(examples.length).toBeGreaterThan(15);
  for (const example of examples) {
    const part = JSON.parse(example) as object;
    // The fronts of the stand-in exclude some fields: what is shown stands for itself.
    const profile = { ...standIn, fronts: [], ...part };
    expect(() => parseProfile(profile, 'example'), example).not.toThrow();
  }
});

it('every field has an example in docs/profiles.md, at its own place', () => {
  const shown = examples.flatMap((example) => placesOf(JSON.parse(example))).map(onceShown);
  const fields = fieldsOf(jsonSchema() as Schema);
  const missing = fields.filter((place) => !shown.includes(onceShown(place)));
  expect(missing).toEqual(['$schema']);
});

it('a field is told from another one of the same name', () => {
  const place = { anyOf: [{ type: 'string' }, { properties: { at: {} } }] };
  const login = { items: { properties: { at: {} } } };
  const schema = { properties: { page: { properties: { form: place } }, login } };
  const all = ['page', 'page.form', 'page.form.at', 'login', 'login.at'];
  expect(fieldsOf(schema)).toEqual(all);
  expect(placesOf({ page: { form: { at: 1 } }, login: [{ at: 2 }] })).toEqual(all);
  expect(placesOf({ page: { form: 'x' }, login: [] })).toEqual(['page', 'page.form', 'login']);
});

/** Places of an answer and requests are the same wherever they stand: one example of each will do. */
function onceShown(place: string): string {
  return place
    .replace(/^whoami\..*\.(selector|attribute)$/, 'place.$1')
    .replace(/^(login|logout|rotate)\.query$/, 'request.query');
}

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
};

/** Every field of a schema by its place; what is in a list or a choice of shapes has the place of these. */
function fieldsOf({ properties = {}, items, anyOf = [] }: Schema, at = ''): string[] {
  const own = Object.entries(properties).flatMap(([name, inner]) => {
    const place = at ? `${at}.${name}` : name;
    return [place, ...fieldsOf(inner, place)];
  });
  const inside = [...(items ? [items] : []), ...anyOf].flatMap((inner) => fieldsOf(inner, at));
  return [...new Set([...own, ...inside])];
}

function placesOf(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => placesOf(each, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = at ? `${at}.${name}` : name;
    return [place, ...placesOf(inner, place)];
  });
}
