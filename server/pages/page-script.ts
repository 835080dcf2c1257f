import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Profile } from '../profile/schema.ts';

/** Where the platform's pages keep their token, and the header that takes it. */
export type TokenPlace = NonNullable<Profile['credential']['storage']> & {
  readonly header: string;
  /** What stands before the token, such as Bearer. */
  readonly scheme?: string | undefined;
};

const source = readFileSync(new URL('./page-script.js', import.meta.url), 'utf8');

/** @returns null where the platform's login is no token in the storage of its pages. */
export function tokenPlaceOf({ credential }: Profile): TokenPlace | null {
  const [header] = credential.headers;
  if (!credential.storage || !header) return null;
  return { ...credential.storage, header: header.name, scheme: header.scheme };
}

/**
 * The script of a hosted page whose session no navigation shows, with what it must know.
 *
 * @param given `load`: the page has to be asked for again, with the token; `unavailable`: what to say
 *   when nobody answers.
 */
export function pageScript(
  nonce: string,
  given: {
    readonly token: TokenPlace;
    readonly returnTo: string;
    readonly load: boolean;
    readonly unavailable: string;
  },
): HtmlEscapedString | Promise<HtmlEscapedString> {
  const data = JSON.stringify(given);
  return html`<script nonce="${nonce}" data-two-factor="${data}">${raw(source)}</script>`;
}
