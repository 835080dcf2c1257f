import { parseArgs } from 'node:util';
import { placeText } from '../check/found.ts';
import { parseProfile, profileFile, readProfileJson } from '../profile/profile.ts';
import type { Profile } from '../profile/schema.ts';
import { CommandError, type Group, type Terminal } from './command.ts';
import { tryProfile } from './profile-try.ts';

export const profile: Group = {
  ways: {
    'check FILE': 'Says what is wrong with a profile, and what of it wants a second look.',
    'try FILE --upstream URL --credential-file FILE [--path /p] [--host NAME] [--write OUT.json]':
      'Shows whom the platform sees behind a session, as the gate would ask; fills in a template.',
  },
  async run([name = '', ...words], terminal) {
    if (name === 'check') return checkProfile(words, terminal);
    if (name === 'try') return tryProfile(words, terminal);
    throw new CommandError('Say "profile check" or "profile try".');
  },
};

/** `profile check`: 0 valid, 1 not. */
async function checkProfile(words: readonly string[], terminal: Terminal): Promise<number> {
  const { positionals } = parseArgs({ args: [...words], allowPositionals: true });
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) throw new CommandError('Say "profile check FILE".');
  const file = profileFile(given);
  const json = readProfileJson(file);
  let read: Profile;
  try {
    read = parseProfile(json, file);
  } catch (error) {
    await terminal.print(`${(error as Error).message}\n`);
    return 1;
  }
  await terminal.print([`${read.name}: the profile is valid.`, ...cautions(read), ''].join('\n'));
  return 0;
}

/** Rules that are right for some platforms only, each as a question to whoever wrote them. */
function cautions({ unverified, credential, whoami, nonBrowser }: Profile): string[] {
  const { cookies, storage, headers } = credential;
  const id = placeText(whoami.accountId);
  return [
    ...(unverified ? [`Unverified: ${unverified}`] : []),
    ...(/mail|name|login/i.test(id)
      ? [
          `whoami.accountId is ${id}: does it never change, and is it never given to somebody else? An e-mail or a user name often is.`,
        ]
      : []),
    ...cookies
      .filter(({ anonymous }) => anonymous === 'forward')
      .map(
        (cookie) =>
          `Cookie ${'name' in cookie ? cookie.name : cookie.pattern} travels while the platform says nobody: does each login change its value, and does the old one stay nobody's?`,
      ),
    ...(whoami.companionHeaders.length > 0 && cookies.some((each) => each.anonymous === 'forward')
      ? [
          `A cookie travels while the platform says nobody, and it says so without ${whoami.companionHeaders.join(', ')}: is the session nobody's in every other place, too, without or with a wrong one?`,
        ]
      : []),
    ...nonBrowser.forward.map(
      (header) => `Header ${header} passes unasked: whoever has such a key needs no code.`,
    ),
    ...(whoami.loginMethod
      ? [
          `Logins by ${whoami.loginMethod.exempt.join(', ')} need no code: does the answer say how this very session was opened, not how the user usually comes?`,
        ]
      : []),
    ...(headers.length > 0 && !storage
      ? [
          'No storage is named: the hosted page cannot read the token that the page sends in a header.',
        ]
      : []),
  ];
}
