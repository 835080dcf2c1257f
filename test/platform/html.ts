/** HTML that is safe to put into a page as it is. */
export type Html = { readonly html: string };

type Value = Html | string | number | readonly Html[];

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are escaped unless they are `Html` already. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  const written = parts.map((part, index) => part + write(values[index] ?? ''));
  return { html: written.join('') };
}

function write(value: Value): string {
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
  }
  if ('html' in value) return value.html;
  return value.map((part) => part.html).join('');
}
