import { parseArgs } from 'node:util';
import { checkDoor } from '../check/check-door.ts';
import { exitCodeOf, reportText, triedLine } from '../check/report.ts';
import { readProfile } from '../profile/profile.ts';
import { CommandError, type Group } from './command.ts';
import { addressOf, readSession } from './session-file.ts';

export const check: Group = {
  ways: {
    '--profile P --gate URL --credential-file FILE [--account NAME] [--path /p]… [--socket /p]… [--name N]… [--upstream URL] [--unreachable URL]… [--verbose]':
      'Tries every way past the door with a session that owes its code. Exit code 0: it holds, 1: a way in is open, 2: nothing can be proven.',
  },
  async run(words, terminal) {
    const { values } = parseArgs({
      args: [...words],
      options: {
        profile: { type: 'string' },
        gate: { type: 'string' },
        'credential-file': { type: 'string' },
        account: { type: 'string' },
        path: { type: 'string', multiple: true, default: [] },
        socket: { type: 'string', multiple: true, default: [] },
        name: { type: 'string', multiple: true, default: [] },
        upstream: { type: 'string' },
        unreachable: { type: 'string', multiple: true, default: [] },
        verbose: { type: 'boolean', default: false },
      },
    });
    const { profile, gate, 'credential-file': file, account, upstream } = values;
    if (!profile || !gate || !file) {
      throw new CommandError('check needs --profile, --gate and --credential-file.');
    }
    for (const path of [...values.path, ...values.socket]) {
      if (!/^\/[^\s#]*$/.test(path)) throw new CommandError(`"${path}" is no path: /api/me.`);
    }
    const door = addressOf('--gate', gate);
    const report = await checkDoor({
      profile: readProfile(profile),
      gate: door,
      held: await readSession(file),
      account,
      paths: values.path,
      sockets: values.socket,
      names: values.name,
      upstream: upstream === undefined ? undefined : addressOf('--upstream', upstream),
      unreachable: values.unreachable.map((each) => addressOf('--unreachable', each)),
      random: terminal.random,
      onProgress: (aim) => terminal.note(`… ${aim}`),
      onTried: values.verbose ? (tried) => terminal.note(triedLine(tried)) : undefined,
    });
    await terminal.print(reportText(report, door));
    return exitCodeOf(report);
  },
};
