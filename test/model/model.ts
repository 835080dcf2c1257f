import { credentials, done, newName, noCount, refuse, tenNames, untold } from './making.ts';
import type { Account, Answer, Change, Code, Sent, World } from './world.ts';

/*
 * What the door must do, said a second time and by the rules alone: nothing of the server stands here,
 * and no code but by the time steps that show it. Every call happens at once and in full.
 */
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
/** After so many failures in a row. */
const waits = [0, 0, 0, 0, 0, 0.5, 1, 2, 4, 8, 15, 30, 60].map((minutes) => minutes * minute);

/** What refuses each call: the first that applies. */
const bars: Record<Change['do'], readonly string[]> = {
  verify: ['exempt', 'setup-required', 'not-active', 'locked'],
  activate: ['exempt', 'locked', 'code-required', 'login-again'],
  confirm: ['exempt', 'locked', 'code-required'],
  deactivate: ['locked', 'setup-required', 'code-required', 'not-active'],
  renew: ['locked', 'setup-required', 'code-required', 'not-active'],
};

/** Who comes, as the platform says, and what that session is worth: what its weaker credential is. */
export function meet(world: World, sent: Sent) {
  const { now, accounts, outage } = world;
  const all = credentials(world, sent);
  if (outage && all.length > 0) return refuse('platform-unavailable');
  const sessions = all.filter(({ alive }) => alive);
  const name = sessions[0]?.account ?? '';
  const account = accounts[name];
  if (!account) return refuse('not-logged-in');
  if (sessions.some((other) => other.account !== name)) return refuse('ambiguous-credentials');
  for (const session of sessions) session.firstSeen ??= now;
  const firstSeen = Math.min(...sessions.map((session) => session.firstSeen ?? now));
  const [cleared = null] = sessions
    .map((session) => session.cleared)
    .map((it) => (it?.generation === account.generation && it.until > now ? it : null))
    .sort((one, other) => (one?.until ?? 0) - (other?.until ?? 0));
  const { factor, mustSetUp, counts } = account;
  let worth = cleared && factor === 'active' ? 'cleared' : 'code-required';
  if (factor === 'none') worth = 'free';
  if (mustSetUp) worth = 'setup-required';
  if (sessions.every(({ exempt }) => exempt)) worth = 'exempt';
  const stale = now - firstSeen >= hour ? 'login-again' : '';
  const facts = [worth, factor === 'none' ? 'not-active' : factor, stale];
  const count = counts[sent.carries.device === name ? 'known' : 'new'];
  return { ok: true as const, name, account, sessions, cleared, worth, facts, count };
}
type Met = Extract<ReturnType<typeof meet>, { ok: true }>;

/** Clears the session for this generation of the factor, and knows its browser from now on. */
function letIn({ now }: World, { name, account, sessions }: Met, { sets }: Sent): void {
  const { generation, counts } = account;
  for (const session of sessions) {
    session.cleared = { generation, until: now + day, failuresBefore: untold(counts) };
  }
  sets.device = name;
}

/** A change of the factor: nothing of before, cleared or under way, is worth anything after it. */
function change(account: Account, to: Partial<Account>): void {
  const nothing = { secret: null, recoveryCodes: [], pending: null };
  Object.assign(account, nothing, { generation: account.generation + 1, ...to });
}

/** The newest step beside now that shows the code, later than the last accepted one; 0 for none. */
function rightStep(world: World, account: Account, secret: string | null, code: Code): number {
  if (code.kind !== 'digits') return 0;
  const now = Math.floor(world.now / 30_000);
  const steps = code.shownBy.filter((by) => by.secret === secret).map(({ step }) => step);
  return Math.max(0, ...steps.filter((s) => Math.abs(s - now) <= 1 && s > account.lastStep));
}

/** Nothing at all during a wait; else one failure or one success, and only that has an effect. */
function attempt(world: World, met: Met, code: Code, effect: () => void): Answer {
  const { account, count, sessions } = met;
  const { now } = world;
  if (count.waitUntil > now) return refuse('wait', count.waitUntil);
  const step = rightStep(world, account, account.secret, code);
  const name = 'name' in code ? code.name : '';
  const isRecovery = code.kind === 'recovery' && account.recoveryCodes.includes(name);
  if (step > 0 || isRecovery || (code.kind === 'set-up' && account.setupCode === name)) {
    account.lastStep = Math.max(account.lastStep, step);
    account.recoveryCodes = account.recoveryCodes.filter((other) => other !== name);
    if (sessions[0]?.cleared) sessions[0].cleared.failuresBefore += untold(account.counts);
    effect();
    for (const each of Object.values(account.counts)) each.told = each.inARow;
    Object.assign(count, noCount().new);
    return done();
  }
  if (count.dayStart <= now - day) Object.assign(count, { dayStart: now, today: 0 });
  count.inARow++;
  count.today++;
  const ramp = now + (waits[Math.min(count.inARow, 12)] ?? 0);
  count.waitUntil = Math.max(ramp, count.today >= 20 ? count.dayStart + day : 0);
  const wrong = code.kind === 'set-up' ? 'wrong-setup-code' : 'wrong-code';
  if (count.inARow < 100) return refuse(wrong, count.waitUntil > now ? count.waitUntil : 0);
  Object.assign(account, { factor: 'locked', generation: account.generation + 1 });
  return refuse('locked');
}

function confirm(world: World, met: Met, sent: Sent, secret: string, code: Code): Answer {
  const { pending } = met.account;
  if (code.kind !== 'digits') return refuse('malformed-code');
  if (pending?.secret !== secret || pending.expiresAt <= world.now) return refuse('setup-over');
  const lastStep = rightStep(world, met.account, secret, code);
  if (lastStep > 0) {
    const recoveryCodes = tenNames(world);
    const on = { factor: 'active', mustSetUp: false, setupCode: null } as const;
    change(met.account, { ...on, secret, lastStep, recoveryCodes });
    letIn(world, met, sent);
    return done({ recoveryCodes });
  }
  pending.wrongCodes++;
  if (pending.wrongCodes === 10) met.account.pending = null;
  return refuse('wrong-code');
}

/** A call that changes something, by whoever says whose account they saw. */
export function carryOut(world: World, sent: Sent, call: Change): Answer {
  const met = meet(world, sent);
  if (!met.ok) return met;
  const { account, worth } = met;
  if (met.name !== call.as) return refuse('other-account');
  const barred = bars[call.do].find((reason) => met.facts.includes(reason));
  if (barred) return refuse(barred);
  const judged = (code: Code | undefined, takes: string, effect: () => void, facts = {}) => {
    if (!code) return refuse(worth === 'setup-required' ? 'setup-code-required' : 'code-required');
    if (!takes.includes(code.kind)) return refuse('malformed-code');
    const answer = attempt(world, met, code, effect);
    return answer.ok ? done(facts) : answer;
  };
  const codes = { recoveryCodes: tenNames(world) };
  const secret = newName(world, 'secret');
  const pending = { secret, expiresAt: world.now + 10 * minute, wrongCodes: 0 };
  const start = () => Object.assign(account, { pending });
  switch (call.do) {
    case 'verify':
      return judged(call.code, 'digits, recovery', () => letIn(world, met, sent));
    case 'confirm':
      return confirm(world, met, sent, call.secret, call.code);
    case 'deactivate':
      return judged(call.code, 'digits', () => change(account, { factor: 'none' }));
    case 'renew':
      return judged(call.code, 'digits', () => Object.assign(account, codes), codes);
    case 'activate':
      if (worth === 'setup-required') return judged(call.setupCode, 'set-up', start, { secret });
      if (worth === 'cleared' && !call.code) return refuse('already-active');
      if (worth === 'cleared') return judged(call.code, 'digits, recovery', start, { secret });
      start();
      return done({ secret });
  }
}

/** A request at the gate: which credentials it lets by, after it judged a sealed login code once. */
export function pass(world: World, sent: Sent, isLogin: boolean): Answer {
  const { main, legacy, loginCode } = sent.carries;
  let met = meet(world, sent);
  if (!met.ok && met.reason === 'not-logged-in') return done({ forwarded: main ? [main] : [] });
  if (met.ok && isLogin) return done({ forwarded: [] });
  if (met.ok && (met.worth === 'code-required' || sent.owed) && loginCode) {
    const { id, code, sealedAt } = loginCode;
    sent.sets.loginCode = null;
    const isGood = world.now - sealedAt <= minute && !world.spentLoginCodes.includes(id);
    if (isGood && met.account.factor === 'active') {
      const verdict = attempt(world, met, code, () => letIn(world, met as Met, sent));
      if (verdict.ok || verdict.reason !== 'wait') world.spentLoginCodes.push(id);
    }
    met = meet(world, sent);
  }
  if (!met.ok) return met;
  const { worth, facts } = met;
  if (worth === 'setup-required') return refuse(worth);
  if (worth === 'code-required') return refuse(facts.includes('locked') ? 'locked' : worth);
  return done({ forwarded: [main, legacy].filter((name) => world.sessions[name ?? '']?.alive) });
}

/** Before there is a session: nothing is judged. The same digits in the same minute stay one attempt. */
export function sealLoginCode(world: World, { carries, sets }: Sent, code: Code): Answer {
  if (code.kind !== 'digits') return refuse('malformed-code');
  const { now } = world;
  const before = carries.loginCode;
  const isSame = before?.code.typed === code.typed && now - before.sealedAt <= minute;
  sets.loginCode = { id: isSame ? before.id : newName(world, 'login-code'), code, sealedAt: now };
  return done();
}

/** The browser's session ends, as far as the door goes. */
export function signOut(world: World, sent: Sent): Answer {
  for (const session of credentials(world, sent)) session.cleared = null;
  Object.assign(sent.sets, { main: null, legacy: null, loginCode: null });
  return done();
}

/** Support takes a factor away, and lets nobody in; where there is none, its code opens nothing. */
export function reset(world: World, name: string): Answer {
  const account = world.accounts[name];
  const setupCode = newName(world, 'setup-code');
  if (!account || (account.factor === 'none' && !account.mustSetUp)) return done({ setupCode });
  change(account, { factor: 'none', mustSetUp: true, setupCode, counts: noCount() });
  return done({ setupCode });
}
