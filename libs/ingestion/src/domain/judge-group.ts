import type { Candidate } from './candidate';
import type { Verdict } from './receipt';

/** A report id that the usage room has already. */
export interface KnownReport {
  readonly digest: string;
  readonly outcome: string;
}

/** Whom a licence key belongs to, as the usage room knows it. */
export interface KnownSubject {
  /** The customer's pseudonym, 16 bytes in hexadecimal. */
  readonly subject: string;
  /** The first instant of the agreement's first day, UTC milliseconds. */
  readonly startsAt: number;
}

/** A candidate that counts, and whose it is. */
export interface CountedCandidate {
  readonly candidate: Candidate;
  /** The customer's pseudonym, 16 bytes in hexadecimal. */
  readonly subject: string;
  /** The installation's key, 16 bytes in hexadecimal. */
  readonly installation: string;
}

/** What a group comes to: a verdict per candidate, and what is to be written. */
export interface Judgement {
  /** In the order of the candidates. */
  readonly verdicts: readonly Verdict[];
  /** Each list is sorted by report id and holds no id twice. */
  readonly counted: readonly CountedCandidate[];
  readonly held: readonly Candidate[];
  readonly ignored: readonly Candidate[];
  readonly beforeAgreement: readonly Candidate[];
}

const CONFLICT: Verdict = { outcome: 'refused', code: 'ID_CONFLICT', path: '/id' };
const DUPLICATE: Verdict = { outcome: 'duplicate' };

function judgeOne(candidate: Candidate, subjects: ReadonlyMap<string, KnownSubject>): Verdict {
  // Of a report that the product's rules ignore, only the id is kept: it needs no subject.
  if (!candidate.report.countable) return { outcome: 'ignored' };
  const subject = subjects.get(candidate.licence);
  if (!subject) return { outcome: 'held' };
  // Nothing observed before the agreement is kept (clause `voluntary`).
  return { outcome: candidate.report.observedAt < subject.startsAt ? 'before-agreement' : 'counted' };
}

function repeatOf(candidate: Candidate, known: KnownReport | undefined): Verdict | undefined {
  if (!known) return undefined;
  // The crossing alone can resubmit, and resubmits what this door has sealed: its digest was compared then.
  if (candidate.resubmitted) return known.outcome === 'held' ? undefined : DUPLICATE;
  return known.digest === candidate.digest ? DUPLICATE : CONFLICT;
}

/**
 * Decides about a group of candidates from what the usage room knows. Pure: it is asked again with fresh knowledge where
 * another process was quicker. `installationOf` makes an installation's key. A repeat within the group follows the first of its id.
 */
export function judgeGroup(
  candidates: readonly Candidate[],
  known: ReadonlyMap<string, KnownReport>,
  subjects: ReadonlyMap<string, KnownSubject>,
  installationOf: (subject: string, installationId: string, product: string) => string,
): Judgement {
  const counted: CountedCandidate[] = [];
  const held: Candidate[] = [];
  const ignored: Candidate[] = [];
  const beforeAgreement: Candidate[] = [];
  const inGroup = new Map<string, KnownReport>();
  const verdicts = candidates.map((candidate): Verdict => {
    const repeat = repeatOf(candidate, inGroup.get(candidate.key) ?? known.get(candidate.key));
    if (repeat) return repeat;
    const verdict = judgeOne(candidate, subjects);
    inGroup.set(candidate.key, { digest: candidate.digest, outcome: verdict.outcome });
    if (verdict.outcome === 'counted') {
      const { subject } = subjects.get(candidate.licence) as KnownSubject;
      counted.push({
        candidate,
        subject,
        installation: installationOf(subject, candidate.counted.installationId, candidate.counted.product),
      });
    } else if (verdict.outcome === 'held') held.push(candidate);
    else if (verdict.outcome === 'ignored') ignored.push(candidate);
    else beforeAgreement.push(candidate);
    return verdict;
  });
  const byKey = (a: Candidate, b: Candidate) => (a.key < b.key ? -1 : 1);
  counted.sort((a, b) => byKey(a.candidate, b.candidate));
  return {
    verdicts,
    counted,
    held: held.sort(byKey),
    ignored: ignored.sort(byKey),
    beforeAgreement: beforeAgreement.sort(byKey),
  };
}
