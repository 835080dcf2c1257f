import type { Profile } from '../profile/schema.ts';
import type { Row } from './trier.ts';
import { send } from './wire.ts';

/** What a server says of an address or a method that it does not have. */
const unknown = [404, 405, 501];

/**
 * Asks for the profile's login and logout as nobody. One that is spelled wrongly breaks nothing that
 * anybody would notice: a login that nobody takes for one re-uses the session which it brings along, and
 * a logout ends no clearance.
 */
export async function unknownRequests({ login, logout }: Profile, gate: URL): Promise<Row[]> {
  const all = [
    ...login.map((each) => ['login', each] as const),
    ...logout.map((each) => ['logout', each] as const),
  ];
  const rows = await Promise.all(
    all.map(async ([field, { method, path, query }]): Promise<Row[]> => {
      const target = query ? `${path}?${new URLSearchParams(query)}` : path;
      const body = method === 'GET' ? {} : { body: '' };
      const answer = await send(gate, { method, target, headers: [], ...body });
      if (!answer || !unknown.includes(answer.status)) return [];
      const note = `${method} ${target} is answered ${answer.status}, as if the platform did not know it: is it spelled right?`;
      return [{ way: `the profile's ${field}`, tried: 0, open: 0, note }];
    }),
  );
  return rows.flat();
}
