import { type Profile, profileSchema } from '../../server/profile/schema.ts';

/** A profile of nothing in particular, with these fields in place of its own. */
export function profileWith(change: Readonly<Record<string, unknown>>): Profile {
  return profileSchema.parse({
    name: 'Some Platform',
    issuer: 'Some Platform',
    support: { url: '/help' },
    credential: { cookies: [{ name: 'session' }] },
    whoami: { path: '/me', nobody: { status: [401] }, accountId: 'id', name: 'name' },
    login: [{ method: 'POST', path: '/login' }],
    logout: [{ method: 'POST', path: '/logout' }],
    ...change,
  });
}
