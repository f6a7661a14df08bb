import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLate } from '@hearth/catalogue';
import type { KeyRing } from '@hearth/keys';
import { createSealer, hmac } from '@hearth/keys';
import type { ParsedReport, ReceiptCode } from '@hearth/report';
import { parseReport } from '@hearth/report';
import type { RoomDatabase } from '@hearth/storage';
import type { Candidate, ReportLink } from '../domain/candidate';
import { refusedOf } from '../domain/inbox-half';
import type { ReceiptBody, Verdict } from '../domain/receipt';
import { receiptOf } from '../domain/receipt';
import { sortedJson } from '../domain/sorted-json';
import { HeldBudget } from '../storage/held-budget';
import { createClientAddress } from '@hearth/service';
import { commitGroup, judgeNow } from './commit-group';
import { createFairShares } from './fair-shares';
import { GroupCommit } from './group-commit';
import { createHandler } from './handle-request';
import type { IntakeLimits } from './limits';
import { DEFAULT_LIMITS } from './limits';
import type { ReadLine } from './parse-lines';
import type { LimitedBy } from './request-refusal';
import type { Arrival, RequestSignature } from './split-report';
import { createSplitter } from './split-report';
import type { KeptReport, Refusal } from './quarantine';
import { TurnedAway } from './turned-away';

/** Told of what happens at the door, for metrics. Nothing it is told identifies anyone. */
export interface IntakeObserver {
  /** A report was answered; `outcome` is a verdict's, or `refused`. */
  report(outcome: Verdict['outcome']): void;
  /** A request was turned away as a whole; `by` names the limit where too much came from its sender. */
  turnedAway(code: string, by?: LimitedBy): void;
  /** A group was committed: its reports, and how long it took in milliseconds. */
  committed(reports: number, milliseconds: number): void;
}

/** What the intake is made of. */
export interface IntakeParts {
  /** The usage room, as the account `intake`. */
  readonly usage: RoomDatabase;
  /** The inbox, as the account `intake`. */
  readonly inbox: RoomDatabase;
  /** Holds inbox-public, licence-lookup, identity-digest and report-digest. */
  readonly keys: KeyRing;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Addresses or CIDR ranges whose X-Forwarded-For is believed; none by default. */
  readonly trustedProxies?: readonly string[];
  readonly limits?: Partial<IntakeLimits>;
  readonly observer?: IntakeObserver;
  /** Told of errors that are answered with 503; they carry no value of a report. */
  readonly onError?: (error: unknown) => void;
}

/** A held report, as the crossing opened it. */
export interface HeldReport {
  /** As it travels. */
  readonly report: unknown;
  /** UTC milliseconds: when it first came. */
  readonly receivedAt: number;
  /** The address it first came from. */
  readonly address: string;
  /** The key that its request was signed by, and when, as the door verified it then. */
  readonly signedBy?: string;
  readonly sentAt?: number;
  readonly link?: ReportLink;
  /** Whether it waited for its licence key, or was refused and is tried again; `held` by default. */
  readonly origin?: 'held' | 'refused';
}

/** What became of a held report. */
export interface Resubmission {
  /** True where it is counted, ignored, refused for good, or was settled before; false where it stays held. */
  readonly settled: boolean;
  readonly outcome: Verdict['outcome'];
  /** Where it is refused. */
  readonly code?: ReceiptCode;
}

/** The door of the reports. */
export interface Intake {
  /** Answers POST /v1/reports. The caller routes; any other method is 405 here. */
  handler(request: IncomingMessage, response: ServerResponse): void;
  /** Takes reports that were read already: a receipt each, in order, when all are durable. No limit of senders holds here. Rejects when they could not be written. */
  submit(lines: readonly ReadLine[], address: string, signature?: RequestSignature): Promise<ReceiptBody[]>;
  /** The internal port of the crossing: a report that was held or refused, with its first time and address. */
  resubmit(held: HeldReport): Promise<Resubmission>;
  /** What {@link Intake.resubmit} would come to now. Nothing is written. */
  rehearse(held: HeldReport): Promise<Resubmission>;
  /** Resolves when what was taken in is durable; for an orderly stop, after the server has closed. */
  drain(): Promise<void>;
}

/** Ids of the inbox are cut to it. */
const KEY_BYTES = 16;

/** Makes the intake of one process: many may share the rooms on MySQL, each with a writer of its own. */
export function createIntake(parts: IntakeParts): Intake {
  const { usage, inbox, keys, now, observer } = parts;
  const limits: IntakeLimits = { ...DEFAULT_LIMITS, ...parts.limits };
  const split = createSplitter(keys);
  const budget = new HeldBudget(inbox, limits, now);
  const commitParts = { usage, inbox, sealer: createSealer(keys.get('inbox-public')), budget, now };
  const writer = new GroupCommit(async (candidates, refusals) => {
    const started = performance.now();
    const verdicts = await commitGroup(commitParts, candidates, refusals);
    observer?.committed(candidates.length, performance.now() - started);
    return verdicts;
  }, limits);

  const shares = createFairShares({ limits, now });

  function splitLines(
    lines: readonly ReadLine[],
    arrived: Pick<Arrival, 'address' | 'receivedAt' | 'signature'>,
  ): { candidates: Candidate[]; refusals: Refusal[] } {
    const candidates: Candidate[] = [];
    const refusals: Refusal[] = [];
    for (const { outcome, bytes, product, link, refusedPart } of lines) {
      if (!outcome.ok) {
        const kept = refusedPart && keptReport(refusedPart, arrived);
        refusals.push({ code: outcome.code, path: outcome.path, product, ...(kept ? { kept } : {}) });
      } else {
        const { report, dropped } = outcome;
        candidates.push(
          split(report, { ...arrived, bytes, dropped, link, resubmitted: false, replayed: false }),
        );
      }
    }
    return { candidates, refusals };
  }

  /** @param admit sees what is about to be written, and may refuse all of it */
  async function write(
    lines: readonly ReadLine[],
    address: string,
    signature: RequestSignature | undefined,
    admit?: (candidates: readonly Candidate[]) => void,
  ): Promise<ReceiptBody[]> {
    const receivedAt = now();
    const { candidates, refusals } = splitLines(lines, { address, receivedAt, signature: signature ?? null });
    admit?.(candidates);
    const verdicts = await writer.submit(candidates, refusals);
    if (verdicts.some(({ outcome }) => outcome === 'held')) shares.held(address);
    let at = 0;
    return lines.map(({ outcome }) => {
      if (!outcome.ok) {
        observer?.report('refused');
        const { id, code, path } = outcome;
        return { ...(id === undefined ? {} : { id }), status: 'refused', code, path };
      }
      const verdict = verdicts[at] as Verdict;
      at += 1;
      observer?.report(verdict.outcome);
      const { report, dropped } = outcome;
      return receiptOf(report.id, verdict, dropped, isLate(report.observedAt, receivedAt));
    });
  }

  const digestKey = keys.get('report-digest');
  /** The same part refused again has the same id, and is kept once. */
  function keptReport(
    report: Readonly<Record<string, unknown>>,
    from: Pick<Arrival, 'address' | 'receivedAt' | 'signature'>,
  ): KeptReport {
    const digest = hmac(digestKey, 'hearth/refused-report/v1', sortedJson(report));
    const { receivedAt, address, signature } = from;
    const signedBy = signature?.publicKey ?? null;
    const sentAt = signature?.createdAt ?? null;
    return {
      key: digest.toString('hex', 0, KEY_BYTES),
      half: refusedOf({ report, receivedAt, address, signedBy, sentAt }),
    };
  }

  function candidateOf(report: ParsedReport, held: HeldReport): Candidate {
    const { receivedAt, address, signedBy, sentAt, link, origin = 'held' } = held;
    return split(report, {
      address,
      receivedAt,
      bytes: 0,
      dropped: [],
      resubmitted: origin === 'held',
      replayed: origin === 'refused',
      signature: signedBy === undefined ? null : { publicKey: signedBy, createdAt: sentAt ?? receivedAt },
      link: link ?? null,
    });
  }

  async function resubmit(held: HeldReport): Promise<Resubmission> {
    const outcome = parseReport(held.report, now());
    if (!outcome.ok) {
      const { code, path } = outcome;
      // What was refused before was counted then, and stays for another try.
      if (held.origin === 'refused') return { settled: false, outcome: 'refused', code };
      await writer.submit([], [{ code, path, product: '' }]);
      return { settled: true, outcome: 'refused', code };
    }
    const [verdict] = await writer.submit([candidateOf(outcome.report, held)], []);
    return resubmissionOf(verdict as Verdict, held);
  }

  async function rehearse(held: HeldReport): Promise<Resubmission> {
    const outcome = parseReport(held.report, now());
    if (!outcome.ok) return { settled: held.origin !== 'refused', outcome: 'refused', code: outcome.code };
    const { judgement } = await judgeNow(usage, [candidateOf(outcome.report, held)]);
    return resubmissionOf(judgement.verdicts[0] as Verdict, held);
  }

  const turnedAway = new TurnedAway(
    limits.turnedAwayMs,
    (refusals) => writer.submit([], refusals),
    (error) => parts.onError?.(error),
  );
  const handler = createHandler({
    limits,
    now,
    addressOf: createClientAddress(parts.trustedProxies ?? []),
    admit: (address) => shares.admit(address),
    submit: (lines, address, signature) =>
      write(lines, address, signature, (candidates) => shares.charge(address, lines.length, candidates)),
    onTurnedAway: (code, by) => {
      observer?.turnedAway(code, by);
      turnedAway.add(code);
    },
    onError: parts.onError ?? (() => undefined),
  });
  const submit: Intake['submit'] = (lines, address, signature) => write(lines, address, signature);
  const drain = async () => {
    await turnedAway.flush();
    await writer.drain();
  };
  return { handler, submit, resubmit, rehearse, drain };
}

/** A refused report that is held by now has a row of its own; a held one that is still held keeps the one it has. */
function resubmissionOf(verdict: Verdict, { origin = 'held' }: HeldReport): Resubmission {
  const { outcome } = verdict;
  if (outcome === 'refused') return { settled: false, outcome, code: verdict.code };
  return { settled: outcome !== 'held' || origin === 'refused', outcome };
}
