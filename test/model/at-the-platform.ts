import type { AtPlatform } from './commands.ts';
import { newName } from './making.ts';
import { meet, pass } from './model.ts';
import type { Answer, Sent, Session, World } from './world.ts';

/** What becomes of requests that the platform answers with a change of its own, if the gate lets them by. */
export function atThePlatform(world: World, sent: Sent, command: AtPlatform): Answer {
  const { carries, sets } = sent;
  const answer = pass(world, sent, command.do === 'log in');
  if (!answer.ok) return answer;
  const forwarded = answer.forwarded as string[];
  switch (command.do) {
    case 'log in': {
      const { as: account, method, door } = command;
      const begun: Session = {
        account,
        exempt: method === 'saml',
        alive: true,
        firstSeen: null,
        cleared: null,
      };
      const name = newName(world, 'session');
      world.sessions[name] = begun;
      sets[door] = name;
      return answer;
    }
    case 'log out':
      // Whatever the request carried is worth nothing from now on.
      for (const name of [carries.main, carries.legacy]) {
        const session = world.sessions[name ?? ''];
        if (!session) continue;
        session.cleared = null;
        if (forwarded.includes(name ?? '')) session.alive = false;
      }
      return answer;
    case 'renew credential': {
      const old = world.sessions[carries[command.door] ?? ''];
      if (!old?.alive || !forwarded.includes(carries[command.door] ?? '')) return answer;
      // The session goes on under the new credential: as old as it was, and cleared if it was.
      const met = meet(world, sent);
      const isCleared = met.ok && met.worth === 'cleared';
      const name = newName(world, 'session');
      world.sessions[name] = structuredClone({ ...old, cleared: isCleared ? old.cleared : null });
      old.alive = false;
      sets[command.door] = name;
      return answer;
    }
  }
}
