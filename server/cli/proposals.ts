import type { Answer } from '../check/answer.ts';
import { candidates, type Wanted } from '../check/candidates.ts';
import { type Found, newsIn, placeText } from '../check/found.ts';
import type { Held } from '../check/held.ts';
import type { Credential } from '../gate/credential.ts';
import type { Blank } from '../profile/blanks.ts';
import type { Profile } from '../profile/schema.ts';

/** What the platform answered to a template's questions. */
export type Answers = {
  readonly somebody: Answer;
  readonly nobody: Answer;
  /** The credentials that it recognises alone. */
  readonly opening: readonly Credential[];
};

export type Proposal = {
  readonly at: string;
  readonly value: unknown;
  /** Why, and what else it could be. */
  readonly because: string;
};

/** What could stand in the blanks, as far as the answers tell. */
export function proposals(
  blanks: readonly Blank[],
  { whoami }: Pick<Profile, 'whoami'>,
  answers: Answers,
  held: Held,
  path: string | undefined,
  show: (value: Found['value']) => string,
): Proposal[] {
  const found = newsIn(whoami.answer, answers.somebody.body, answers.nobody.body);

  function place(at: string, wanted: Wanted): Proposal[] {
    const [best, ...others] = candidates(wanted, found);
    if (!best) return [];
    const also = others.slice(0, 3).map((each) => `${placeText(each.place)} = ${show(each.value)}`);
    const because = `is ${show(best.value)}${also.length > 0 ? `; or ${also.join(', ')}` : ''}`;
    return [{ at, value: best.place, because }];
  }

  function credential(at: string, of: 'cookie' | 'header'): Proposal[] {
    // Where nothing opens it at all, the address was the wrong one: that says nothing of credentials.
    if (answers.opening.length === 0) return [];
    const opening = answers.opening.filter((each) => each.place === of);
    const value = opening.map(({ name }) =>
      of === 'cookie' ? { name } : { name, ...schemeOf(held, name) },
    );
    const because =
      opening.length > 0
        ? 'the platform recognises it alone'
        : `no ${of} of this session is recognised alone`;
    return [{ at, value, because }];
  }

  return blanks.flatMap(({ at }): Proposal[] => {
    const [, wanted] = /^whoami\.(accountId|realm|name|email)$/.exec(at) ?? [];
    if (wanted) return place(at, wanted as Wanted);
    if (at === 'whoami.path')
      return path === undefined ? [] : [{ at, value: path, because: 'as given' }];
    if (/^whoami\.nobody\.status\.\d+$/.test(at)) {
      const { status } = answers.nobody;
      const tells = status !== answers.somebody.status;
      return tells ? [{ at, value: status, because: 'what it answered without a session' }] : [];
    }
    if (/^credential\.cookies\.\d+$/.test(at)) return credential(at, 'cookie');
    if (/^credential\.headers\.\d+$/.test(at)) return credential(at, 'header');
    return [];
  });
}

function schemeOf({ headers }: Held, name: string): { scheme?: string } {
  const value = headers.find(([each]) => each === name)?.[1] ?? '';
  const [, scheme] = /^([\w-]+) \S+$/.exec(value) ?? [];
  return scheme ? { scheme } : {};
}

/** Where a session of this browser might stand, for a template that does not say. */
export function everyPlace(held: Held, isLikeToken: (name: string) => boolean): unknown {
  return {
    cookies: held.cookies.map(({ name }) => ({ name })),
    headers: held.headers
      .filter(([name]) => isLikeToken(name))
      .map(([name]) => ({ name, ...schemeOf(held, name) })),
    query: held.query.split('&').flatMap((pair) => pair.split('=', 1)[0] || []),
  };
}
