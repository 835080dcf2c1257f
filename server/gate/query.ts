export type Parameter = { readonly name: string; readonly value: string };

/** The parameters of an address or of a form's body whose name fits, decoded. */
export function parametersOf(text: string, fits: (name: string) => boolean): Parameter[] {
  return pairsOf(text)
    .map((pair) => pair.split(/=(.*)/s, 2))
    .filter(([name = '']) => fits(name))
    .map(([name = '', value = '']) => ({ name, value: decoded(value) }));
}

/** The query of a request target, without its `?`. */
export function queryOf(target: string): string {
  const at = target.indexOf('?');
  return at < 0 ? '' : target.slice(at + 1);
}

/** A request target with this behind whatever it asks for. */
export function withQuery(target: string, query: string): string {
  if (query === '') return target;
  return `${target}${target.includes('?') ? '&' : '?'}${query}`;
}

/** A request target without the parameters whose name fits; all else stands as it was sent. */
export function withoutParameters(target: string, fits: (name: string) => boolean): string {
  const query = queryOf(target);
  const gone = pairsOf(query).filter((pair) => fits(pair.split('=', 1)[0] ?? ''));
  if (gone.length === 0) return target;
  const kept = query.split(/([&;])/).filter((pair) => !gone.includes(pair));
  const rest = kept
    .join('')
    .replaceAll(/[&;]{2,}/g, '&')
    .replaceAll(/^[&;]|[&;]$/g, '');
  return target.slice(0, target.indexOf('?')) + (rest ? `?${rest}` : '');
}

/**
 * A request target without the parameters of its path whose name fits (`/a;name=value/b`): Java's
 * servers take a session's id from there.
 */
export function withoutPathParameters(target: string, fits: (name: string) => boolean): string {
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  const kept = path.replaceAll(/(?:;|%3b)((?:(?!;|%3b|\/).)*)/gis, (whole, pair: string) =>
    fits(pair.split(/=|%3d/i, 1)[0] ?? '') ? '' : whole,
  );
  return kept + target.slice(path.length);
}

/** Some platforms split at semicolons, too. */
function pairsOf(query: string): string[] {
  return query.split(/[&;]/).filter((pair) => pair !== '');
}

function decoded(text: string): string {
  const plain = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(plain);
  } catch {
    return plain;
  }
}
