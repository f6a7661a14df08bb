import { createHash } from 'node:crypto';
import type { Sealer } from '@hearth/keys';
import { inboxBinding, uuidText } from '@hearth/keys';
import type { ReceiptCode } from '@hearth/report';
import type { Candidate } from '../domain/candidate';
import { meaningOf } from '../domain/failure-reasons';
import type { HeldHalf } from '../domain/inbox-half';
import { heldOf } from '../domain/inbox-half';
import type { Verdict } from '../domain/receipt';
import type { SealedHalf } from '../storage/inbox-store';

/** What is kept of a report that was refused before it could be split, under a keyed digest of it. */
export interface KeptReport {
  /** 16 bytes in hexadecimal. */
  readonly key: string;
  readonly half: HeldHalf;
}

/** A report, or a request as a whole, that was refused before it could become a candidate. */
export interface Refusal {
  readonly code: string;
  readonly path: string;
  /** Empty where it could not be told. */
  readonly product: string;
  /** How many like it; 1 by default. */
  readonly count?: number;
  /** Where a later try may succeed. */
  readonly kept?: KeptReport;
}

/** A candidate that was refused whole, and why. */
export interface RefusedCandidate {
  readonly candidate: Candidate;
  readonly code: ReceiptCode;
  readonly path: string;
}

/** The candidates of a group whose verdict is a refusal that is kept: replayable ones, and conflicts, for people to look at. */
export function keptCandidates(
  candidates: readonly Candidate[],
  verdicts: readonly Verdict[],
): RefusedCandidate[] {
  return candidates.flatMap((candidate, index) => {
    const verdict = verdicts[index];
    // What came out of the inbox lies there already.
    if (verdict?.outcome !== 'refused' || candidate.resubmitted || candidate.replayed) return [];
    const { code, path } = verdict;
    return code === 'ID_CONFLICT' || meaningOf(code).replayable ? [{ candidate, code, path }] : [];
  });
}

/** The same report refused again has the same id, and is kept once. */
function quarantineKey(kind: string, { key, digest }: Candidate): string {
  const text = `hearth/quarantine/v1/${kind}/${key}/${digest}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Seals what of a group was refused and is kept, sorted by id. */
export function sealQuarantine(
  sealer: Sealer,
  refused: readonly RefusedCandidate[],
  refusals: readonly Refusal[],
): SealedHalf[] {
  const sealed = new Map<string, SealedHalf>();
  const keep = (
    kind: 'refused' | 'conflict',
    key: string,
    half: HeldHalf,
    why: { readonly code: string; readonly path: string; readonly product: string },
  ) => {
    if (sealed.has(key)) return;
    const binding = inboxBinding(kind, uuidText(Buffer.from(key, 'hex')));
    sealed.set(key, {
      key,
      kind,
      receivedAt: half.receivedAt,
      code: why.code,
      path: why.path,
      product: why.product,
      sealed: sealer.seal(Buffer.from(JSON.stringify(half), 'utf8'), binding),
    });
  };
  for (const { candidate, code, path } of refused) {
    const kind = code === 'ID_CONFLICT' ? 'conflict' : 'refused';
    const { product } = candidate.report;
    keep(kind, quarantineKey(kind, candidate), heldOf(candidate), { code, path, product });
  }
  for (const { code, path, product, kept } of refusals) {
    if (kept !== undefined) keep('refused', kept.key, kept.half, { code, path, product });
  }
  return [...sealed.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
