import type { Profile } from '../profile/schema.ts';
import type { Held } from './held.ts';
import { gatesReason, identityIn } from './judge.ts';
import { plainly } from './premise.ts';
import type { Hole, Row } from './trier.ts';
import type { Aim } from './way.ts';
import { send, textOf } from './wire.ts';

export type Direct = { readonly rows: readonly Row[]; readonly holes: readonly Hole[] };

const way = 'the platform directly, past the gate';

/**
 * Whether something of the platform answers past the gate.
 *
 * @param upstream as the gate reaches it: on this machine that is as it should be, and proves nothing.
 * @param unreachable addresses that nobody may reach from here.
 * @param shown the session with values that may be shown.
 */
export async function tryDirectly(
  { profile, gate, aim }: { profile: Profile; gate: URL; aim: Aim },
  held: Held,
  shown: Held,
  upstream: URL | undefined,
  unreachable: readonly URL[],
): Promise<Direct> {
  const here = upstream !== undefined && isLoopback(upstream);
  const beside = upstream && !isLoopback(gate) ? [withPort(gate, upstream)] : [];
  const forbidden = [...unreachable, ...beside, ...(upstream && !here ? [upstream] : [])].filter(
    ({ origin }) => origin !== gate.origin,
  );
  const holes = await Promise.all(
    forbidden.map(async (address): Promise<Hole[]> => {
      // A platform past its front may well have a certificate of another name.
      const answer = await send(address, { ...plainly(aim, held), anyCertificate: true });
      const leadsToGate = answer?.headers.get('location')?.startsWith(gate.origin) ?? false;
      if (!answer || gatesReason(answer) !== null || leadsToGate) return [];
      const who = identityIn(profile, answer)?.person;
      return [
        {
          way,
          what: address.origin,
          target: `${aim.method} ${aim.target}`,
          sign: who
            ? `${answer.status}, it names ${who.email || who.name || who.platformId}`
            : `${answer.status}, something answers there`,
          remedy:
            'Whoever reaches this address needs no code: let the platform listen where only the gate can reach it.',
          request: textOf(address, plainly(aim, shown)),
        },
      ];
    }),
  );
  const found = holes.flat();
  const rows: Row[] = [];
  if (forbidden.length > 0) rows.push({ way, tried: forbidden.length, open: found.length });
  const told = forbidden.length > 0 || here;
  if (here) {
    const note = `${upstream.host} is this machine's own: run this from where users are, with --unreachable and the addresses that they could try.`;
    rows.push({ way, tried: 0, open: 0, note });
  } else if (!told) {
    rows.push({ way, tried: 0, open: 0, note: 'No --upstream and no --unreachable was given.' });
  }
  return { rows, holes: found };
}

/** A service behind the gate's name may be open at the platform's own port. */
function withPort(gate: URL, upstream: URL): URL {
  const url = new URL(gate.origin);
  url.protocol = upstream.protocol;
  url.port = upstream.port || (upstream.protocol === 'https:' ? '443' : '80');
  return url;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
