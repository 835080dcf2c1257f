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

it('every field has an example in docs/profiles.md', () => {
  const shown = examples.join('\n');
  const missing = fieldsOf(jsonSchema()).filter((name) => !shown.includes(`"${name}":`));
  expect(missing).toEqual(['$schema']);
});

function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { properties?: object };
  const inside = Object.values(schema).flatMap(fieldsOf);
  return [...new Set([...Object.keys(properties), ...inside])];
}
