import { failpoint } from '@hearth/failpoints';
import type { Sealer } from '@hearth/keys';
import { installationKey, uuidBytes } from '@hearth/keys';
import type { ReceiptCode } from '@hearth/report';
import type { RoomDatabase } from '@hearth/storage';
import { isUniqueViolation } from '@hearth/storage';
import type { Candidate } from '../domain/candidate';
import { FailureTally, tallyJudgement } from '../domain/failure-tally';
import { gatherCounted } from '../domain/gather-counted';
import type { Judgement } from '../domain/judge-group';
import { installationOfCandidate, judgeGroup } from '../domain/judge-group';
import type { Verdict } from '../domain/receipt';
import { isDataError } from '../storage/data-error';
import { putIntoInbox } from '../storage/inbox-store';
import { readInstallations, readKnowledge } from '../storage/usage-knowledge';
import type { ReportMark } from '../storage/write-group';
import { OvertakenElsewhere, writeGroup } from '../storage/write-group';
import { newSightings, sealHalves } from './seal-halves';

/** What a group is committed with. */
export interface CommitParts {
  readonly usage: RoomDatabase;
  readonly inbox: RoomDatabase;
  readonly sealer: Sealer;
  readonly now: () => number;
}

/** How often a group is judged anew because another process wrote one of its ids first. */
const JUDGEMENTS_MAX = 8;

const INTERNAL = { outcome: 'refused', code: 'INTERNAL_ERROR', path: '' } as const satisfies Verdict;

/** A report that was refused before it could become a candidate. */
export interface Refusal {
  readonly code: ReceiptCode;
  readonly path: string;
  /** Empty where it could not be told. */
  readonly product: string;
}

function installationOf(subject: string, installationId: string, product: string): string {
  return installationKey(Buffer.from(subject, 'hex'), uuidBytes(installationId), product).toString('hex');
}

function marksOf(judgement: Judgement): ReportMark[] {
  return [
    ...judgement.counted.map(({ candidate, installation }): ReportMark => ({
      candidate,
      outcome: 'counted',
      installation,
    })),
    ...judgement.held.map((candidate): ReportMark => ({ candidate, outcome: 'held', installation: null })),
    ...judgement.ignored.map((candidate): ReportMark => ({
      candidate,
      outcome: 'ignored',
      installation: null,
    })),
    ...judgement.beforeAgreement.map((candidate): ReportMark => ({
      candidate,
      outcome: 'before-agreement',
      installation: null,
    })),
  ].sort((a, b) => (a.candidate.key < b.candidate.key ? -1 : 1));
}

async function commitOnce(
  parts: CommitParts,
  candidates: readonly Candidate[],
  refusals: readonly Refusal[],
): Promise<readonly Verdict[]> {
  const { usage, inbox, sealer, now } = parts;
  failpoint('intake.begun');
  const knowledge = await readKnowledge(
    usage,
    candidates.map(({ key }) => key),
    candidates.map(({ licence }) => licence),
  );
  failpoint('intake.reports-known');
  const installations = await readInstallations(
    usage,
    candidates.flatMap((candidate) => {
      const installation = installationOfCandidate(candidate, knowledge.subjects, installationOf);
      return installation === undefined ? [] : [installation];
    }),
  );
  failpoint('intake.installations-known');
  const judgement = judgeGroup(candidates, { ...knowledge, installations }, installationOf);
  await putIntoInbox(inbox, sealHalves(sealer, judgement, newSightings(judgement.counted, installations)));
  failpoint('intake.inbox-written');

  const marks = marksOf(judgement);
  const tally = new FailureTally();
  for (const { code, path, product } of refusals) tally.add('refused', code, path, product);
  tallyJudgement(tally, candidates, judgement);
  const failures = tally.failures();
  // A resend of known reports changes nothing, and is not worth a commit.
  if (marks.length > 0 || failures.length > 0) {
    const isReleased = ({ candidate }: ReportMark) =>
      candidate.resubmitted && knowledge.reports.get(candidate.key)?.outcome === 'held';
    const time = now();
    await writeGroup(usage, {
      fresh: marks.filter((mark) => !isReleased(mark)),
      released: marks.filter((mark) => isReleased(mark) && mark.outcome !== 'held'),
      gathered: gatherCounted(judgement.counted, time),
      failures,
      now: time,
    });
  }
  failpoint('intake.usage-written');
  return judgement.verdicts;
}

async function commitWhole(...of: Parameters<typeof commitOnce>): Promise<readonly Verdict[]> {
  for (let judged = 1; ; judged += 1) {
    try {
      return await commitOnce(...of);
    } catch (error) {
      const overtaken = isUniqueViolation(error) || error instanceof OvertakenElsewhere;
      if (!overtaken || judged >= JUDGEMENTS_MAX) throw error;
    }
  }
}

/**
 * Commits a group: the inbox first, the usage room last, each by report id, so that a crash at any point and a second try
 * leave everything written once. Where the data of one report is the fault, halves are tried until it is found: it alone
 * is refused. Anything else (the database is gone) throws, and nothing may be acknowledged.
 *
 * @param refusals of reports that could not even be read; they are counted with the group
 * @returns a verdict per candidate, in order
 */
export async function commitGroup(
  parts: CommitParts,
  candidates: readonly Candidate[],
  refusals: readonly Refusal[],
): Promise<readonly Verdict[]> {
  try {
    return await commitWhole(parts, candidates, refusals);
  } catch (error) {
    const [only] = candidates;
    if (!isDataError(error) || only === undefined) throw error;
    if (candidates.length === 1) {
      await commitWhole(parts, [], [...refusals, { ...INTERNAL, product: only.report.product }]);
      return [INTERNAL];
    }
    const half = Math.ceil(candidates.length / 2);
    const first = await commitGroup(parts, candidates.slice(0, half), refusals);
    return [...first, ...(await commitGroup(parts, candidates.slice(half), []))];
  }
}
