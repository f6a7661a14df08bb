import { performance } from 'node:perf_hooks';
import type { HistoryEntry } from '../domain/history';
import { masked } from '../domain/history';
import type { CallHomeOutcome } from '../domain/outcome';
import { outcomeOf } from '../domain/outcome';
import type { Waiting } from '../domain/spool';
import { spool, withinBounds } from '../domain/spool';
import { signRequest } from '../signing/sign-request';
import type { Counts } from '../state/kept';
import type { Memory } from '../state/memory';
import { Attempt, Unanswered } from '../transport/attempt';
import type { Parcel } from '../transport/post-report';
import { postReport } from '../transport/post-report';
import { place } from './chain';
import type { Client } from './client';

const COUNTED = {
  accepted: 'accepted',
  duplicate: 'duplicate',
  refused: 'refused',
  'given-up': 'givenUp',
} as const satisfies Partial<Record<CallHomeOutcome['status'], keyof Counts>>;

/** Puts a report behind what waits. */
export async function enqueue(client: Client, memory: Memory, report: Waiting): Promise<void> {
  const { counts, waiting } = memory.kept;
  const spooled = spool(waiting, report, client.options.spool);
  await memory.change({
    waiting: spooled.waiting,
    counts: { ...counts, dropped: counts.dropped + spooled.dropped },
    ...(report.report.reason === 'start-up' ? { lastStartUpAt: report.at } : {}),
  });
  client.hasReported = true;
}

/** Sends what waits, one after another and the oldest first, until nothing waits or one is not taken. */
export async function sendAll(client: Client, memory: Memory): Promise<CallHomeOutcome> {
  const { counts, waiting } = memory.kept;
  const within = withinBounds(waiting, client.options.spool, client.options.now());
  if (within.dropped > 0) {
    const dropped = counts.dropped + within.dropped;
    await memory.change({ waiting: within.waiting, counts: { ...counts, dropped } });
  }
  let outcome: CallHomeOutcome = { status: 'not-sent', reason: 'nothing waits' };
  for (let [head] = memory.kept.waiting; head !== undefined; [head] = memory.kept.waiting) {
    outcome = await sendOne(client, memory, head);
    await finish(client, memory, head, outcome);
    if (outcome.status === 'unanswered') break;
  }
  return outcome;
}

async function sendOne(client: Client, memory: Memory, report: Waiting): Promise<CallHomeOutcome> {
  const { given, url, faults, now, timing } = client.options;
  if (client.isStopped) return { status: 'unanswered', reason: 'stopped' };
  if (!url) return { status: 'unanswered', reason: 'address' };
  if (faults.length > 0) return { status: 'unanswered', reason: `option ${faults[0]}` };
  const attempt = new Attempt(timing.deadlineMs);
  client.attempt = attempt;
  try {
    const destination = {
      url,
      proxy: given.proxy,
      environment: client.environment(),
      trust: client.trust,
    };
    const answer = await postReport(destination, () => pack(client, memory, report), attempt);
    return outcomeOf(answer, report.id, now(), timing.backOff.mostMs);
  } catch (error) {
    return { status: 'unanswered', reason: error instanceof Unanswered ? error.reason : 'network' };
  } finally {
    client.attempt = undefined;
  }
}

async function pack(client: Client, memory: Memory, report: Waiting): Promise<Parcel> {
  const body = Buffer.from(await place(memory, report), 'utf8');
  const headers = signRequest(body, 'application/json', client.options.now(), memory.identity.key);
  return { body, headers };
}

async function finish(
  client: Client,
  memory: Memory,
  { id }: Waiting,
  outcome: CallHomeOutcome,
): Promise<void> {
  client.attempts += 1;
  client.lastOutcome = outcome;
  client.failures = outcome.status === 'unanswered' ? client.failures + 1 : 0;
  if (outcome.status === 'unanswered' && outcome.retryAfterMs !== undefined) {
    client.notBefore = performance.now() + outcome.retryAfterMs;
  }
  if (outcome.status !== 'unanswered' && outcome.status !== 'not-sent') {
    const { counts, waiting } = memory.kept;
    const report = waiting.find((one) => one.id === id);
    const counted = COUNTED[outcome.status];
    await memory.change({
      waiting: waiting.filter((one) => one !== report),
      counts: { ...counts, [counted]: counts[counted] + 1 },
    });
    if (report) await memory.tell(entryOf(report, outcome, client.options.now()));
  }
  try {
    client.options.given.onOutcome?.(outcome);
  } catch {
    // The host's listener is the host's affair; its failure must not end the schedule.
  }
}

/** A report as the history shows it: as it left, or as it waits, with what became of it. */
export function entryOf(
  { id, report, left }: Waiting,
  outcome: HistoryEntry['outcome'],
  now: number,
): HistoryEntry {
  const shown = left ? (JSON.parse(left.text) as typeof report) : report;
  return {
    at: new Date(now).toISOString(),
    id,
    ...(left ? { sequence: left.sequence } : {}),
    outcome,
    report: masked(shown),
  };
}
