import type { Profile } from '../profile/schema.ts';
import type { Held } from './held.ts';
import { createJudge, identityIn } from './judge.ts';
import { plainly } from './premise.ts';
import type { Row } from './trier.ts';
import type { Aim } from './way.ts';
import { send } from './wire.ts';

export type Control = {
  /** The account's id as the platform has it, where it could be asked. */
  readonly platformId: string | null;
  /** What is not proven of the addresses that are tried. */
  readonly rows: readonly Row[];
};

/**
 * Asks the platform itself, where it can be reached, what the session is worth there: an address that
 * shows the same to everybody proves nothing by showing it to this session.
 */
export async function askPlatform(
  { profile, gate, upstream }: { profile: Profile; gate: URL; upstream: URL | undefined },
  aims: readonly Aim[],
  held: Held,
  madeUp: Held,
): Promise<Control> {
  const judge = createJudge(profile, [], []);
  const others = aims.filter(({ isWhoami }) => !isWhoami);
  const note = (target: string, text: string): Row => ({
    way: `the address ${target}`,
    tried: 0,
    open: 0,
    note: text,
  });
  const ask = async (aim: Aim, session: Held) =>
    upstream ? send(upstream, { ...plainly(aim, session), host: gate.host }) : null;

  const [whoami] = aims.filter(({ isWhoami }) => isWhoami);
  const said = whoami ? await ask(whoami, held) : null;
  const identity = said && identityIn(profile, said);
  if (!identity) {
    const why =
      'Whether it tells somebody from nobody was not seen: give --upstream where the platform can be asked.';
    return { platformId: null, rows: others.map(({ target }) => note(target, why)) };
  }
  const rows = await Promise.all(
    others.map(async (aim) => {
      const isSame = judge.isSame(await ask(aim, held), await ask(aim, madeUp));
      return isSame
        ? [note(aim.target, 'It shows the same to everybody: try one that needs a login.')]
        : [];
    }),
  );
  return { platformId: identity.person.platformId, rows: rows.flat() };
}
