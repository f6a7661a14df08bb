import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLate } from '@hearth/catalogue';
import type { KeyRing } from '@hearth/keys';
import { createSealer } from '@hearth/keys';
import { parseReport } from '@hearth/report';
import type { RoomDatabase } from '@hearth/storage';
import type { Candidate, ReportLink } from '../domain/candidate';
import type { ReceiptBody, Verdict } from '../domain/receipt';
import { receiptOf } from '../domain/receipt';
import { createClientAddress } from '@hearth/service';
import type { Refusal } from './commit-group';
import { commitGroup } from './commit-group';
import { GroupCommit } from './group-commit';
import { createHandler } from './handle-request';
import type { IntakeLimits } from './limits';
import { DEFAULT_LIMITS } from './limits';
import type { ReadLine } from './parse-lines';
import type { RequestSignature } from './split-report';
import { createSplitter } from './split-report';

/** Told of what happens at the door, for metrics. Nothing it is told identifies anyone. */
export interface IntakeObserver {
  /** A report was answered; `outcome` is a verdict's, or `refused`. */
  report(outcome: Verdict['outcome']): void;
  /** A request was turned away as a whole. */
  turnedAway(code: string): void;
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
}

/** What became of a held report. */
export interface Resubmission {
  /** True where it is counted, ignored, refused for good, or was settled before; false where it stays held. */
  readonly settled: boolean;
}

/** The door of the reports. */
export interface Intake {
  /** Answers POST /v1/reports. The caller routes; any other method is 405 here. */
  handler(request: IncomingMessage, response: ServerResponse): void;
  /** Takes reports that were read already: a receipt each, in order, when all are durable. Rejects when they could not be written. */
  submit(lines: readonly ReadLine[], address: string, signature?: RequestSignature): Promise<ReceiptBody[]>;
  /** The internal port of the crossing: a held report whose key may be known by now, with its first time and address. */
  resubmit(held: HeldReport): Promise<Resubmission>;
  /** Resolves when what was taken in is durable; for an orderly stop, after the server has closed. */
  drain(): Promise<void>;
}

/** Makes the intake of one process: many may share the rooms on MySQL, each with a writer of its own. */
export function createIntake(parts: IntakeParts): Intake {
  const { usage, inbox, keys, now, observer } = parts;
  const limits: IntakeLimits = { ...DEFAULT_LIMITS, ...parts.limits };
  const split = createSplitter(keys);
  const commitParts = { usage, inbox, sealer: createSealer(keys.get('inbox-public')), now };
  const writer = new GroupCommit(async (candidates, refusals) => {
    const started = performance.now();
    const verdicts = await commitGroup(commitParts, candidates, refusals);
    observer?.committed(candidates.length, performance.now() - started);
    return verdicts;
  }, limits);

  async function submit(
    lines: readonly ReadLine[],
    address: string,
    signature?: RequestSignature,
  ): Promise<ReceiptBody[]> {
    const receivedAt = now();
    const candidates: Candidate[] = [];
    const refusals: Refusal[] = [];
    for (const { outcome, bytes, product, link } of lines) {
      if (!outcome.ok) refusals.push({ code: outcome.code, path: outcome.path, product });
      else {
        const { report, dropped } = outcome;
        const arrival = { address, receivedAt, bytes, dropped, link, signature: signature ?? null };
        candidates.push(split(report, { ...arrival, resubmitted: false }));
      }
    }
    const verdicts = await writer.submit(candidates, refusals);
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

  async function resubmit(held: HeldReport): Promise<Resubmission> {
    const { report: wire, receivedAt, address, signedBy, sentAt, link } = held;
    const outcome = parseReport(wire, now());
    if (!outcome.ok) {
      await writer.submit([], [{ code: outcome.code, path: outcome.path, product: '' }]);
      return { settled: true };
    }
    const arrival = {
      address,
      receivedAt,
      bytes: 0,
      dropped: [],
      resubmitted: true,
      signature: signedBy === undefined ? null : { publicKey: signedBy, createdAt: sentAt ?? receivedAt },
      link: link ?? null,
    };
    const [verdict] = await writer.submit([split(outcome.report, arrival)], []);
    return { settled: verdict?.outcome !== 'held' && verdict?.outcome !== 'refused' };
  }

  const handler = createHandler({
    limits,
    now,
    addressOf: createClientAddress(parts.trustedProxies ?? []),
    submit,
    onTurnedAway: (code) => observer?.turnedAway(code),
    onError: parts.onError ?? (() => undefined),
  });
  return { handler, submit, resubmit, drain: () => writer.drain() };
}
