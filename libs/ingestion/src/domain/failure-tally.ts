import type { Candidate } from './candidate';
import type { Judgement } from './judge-group';

/** Why something was not counted: refused with a code, held for its licence key, or dropped. */
export type FailureKind = 'refused' | 'held' | 'dropped';

/** One line of the failures table: codes, paths and products only, never a value. */
export interface Failure {
  readonly code: string;
  /** JSON pointer; an undeclared name is written `*`. */
  readonly path: string;
  /** Empty where it could not be told. */
  readonly product: string;
  readonly kind: FailureKind;
  readonly count: number;
}

/** Codes that stand in the failures table beside those of receipts: nothing of them shows at the door. */
export const INTERNAL_CODES = {
  UNKNOWN_LICENCE_KEY: 'The licence key belongs to no agreement yet: the report is held, sealed.',
  BEFORE_AGREEMENT: 'The report was observed before its agreement began: nothing of it is kept but its id.',
  INBOX_FULL:
    'More is held already than may be: a refused report was not kept for a later try, or the sender of a held one was asked to send it again.',
  UNDECLARED: 'A field, metric or label that the catalogue does not declare: dropped, the rest was kept.',
} as const;

/** Adds up failures by code, path and product. */
export class FailureTally {
  private readonly counts = new Map<string, Failure>();

  add(kind: FailureKind, code: string, path: string, product: string, count = 1): void {
    const key = JSON.stringify([code, path, product]);
    this.counts.set(key, { code, path, product, kind, count: (this.counts.get(key)?.count ?? 0) + count });
  }

  /** In the order of the table's key, so that two writers lock rows in one order. */
  failures(): readonly Failure[] {
    return [...this.counts.keys()].sort().map((key) => this.counts.get(key) as Failure);
  }
}

/** Tallies what a group's judgement did not count. What the group dropped as repeats is tallied nowhere. */
export function tallyJudgement(
  tally: FailureTally,
  candidates: readonly Candidate[],
  judgement: Judgement,
): void {
  for (const { report, resubmitted } of judgement.held) {
    // One that the crossing offered too early stays held, and was counted when it came.
    if (!resubmitted) tally.add('held', 'UNKNOWN_LICENCE_KEY', '/licenceKey', report.product);
  }
  for (const { report } of judgement.beforeAgreement) {
    tally.add('dropped', 'BEFORE_AGREEMENT', '/observedAt', report.product);
  }
  candidates.forEach((candidate, index) => {
    const verdict = judgement.verdicts[index];
    if (verdict?.outcome === 'refused')
      tally.add('refused', verdict.code, verdict.path, candidate.report.product);
    if (verdict?.outcome === 'refused' || verdict?.outcome === 'duplicate' || candidate.resubmitted) return;
    for (const path of candidate.dropped) tally.add('dropped', 'UNDECLARED', path, candidate.report.product);
  });
}
