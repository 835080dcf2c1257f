import type { Person } from './person.ts';
import type { Answer } from './request.ts';

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function attributeOf(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`\\s${name}="([^"]*)"`).exec(tag) ?? [];
  return value?.replaceAll(/&[a-z#0-9]+;/g, (entity) => entities[entity] ?? entity);
}

/**
 * Types into a field of a page of ours, found by its id, and presses its form's button, as a browser
 * without scripts does: all fields of that form travel, and no other.
 */
export function fillIn(
  person: Person,
  page: Answer,
  field: string,
  typed: string,
): Promise<Answer> {
  return post(person, page, `\\sid="${field}"`, (tag) =>
    attributeOf(tag, 'id') === field ? typed : attributeOf(tag, 'value'),
  );
}

/** Presses the button of the first form that goes to this path. */
export function press(person: Person, page: Answer, action: string): Promise<Answer> {
  return post(person, page, `action="${action}"`, (tag) => attributeOf(tag, 'value'));
}

function post(
  person: Person,
  page: Answer,
  mark: string,
  valueIn: (inputTag: string) => string | undefined,
): Promise<Answer> {
  const forms = page.body.match(/<form method="post".*?<\/form>/gs) ?? [];
  const form = forms.find((each) => new RegExp(mark).test(each));
  if (!form) throw new Error(`No form has ${mark}: ${page.status} ${page.body.slice(-2000)}`);
  const fields = Array.from(form.matchAll(/<input[^>]*>/g), ([tag]) => [
    attributeOf(tag, 'name') ?? '',
    valueIn(tag) ?? '',
  ]);
  return person.postForm(attributeOf(form, 'action') ?? '', Object.fromEntries(fields));
}
