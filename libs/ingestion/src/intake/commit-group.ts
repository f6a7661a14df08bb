import { createHash } from 'node:crypto';
import { failpoint } from '@hearth/failpoints';
import type { Sealer } from '@hearth/keys';
import { installationKey, uuidBytes } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import { isUniqueViolation } from '@hearth/storage';
import type { Candidate } from '../domain/candidate';
import { FailureTally, tallyJudgement } from '../domain/failure-tally';
import { gatherCounted } from '../domain/gather-counted';
import { heldOf } from '../domain/inbox-half';
import type {
  CountedCandidate,
  GroupKnowledge,
  InstallationOf,
  Judgement,
  KnownInstallation,
} from '../domain/judge-group';
import { installationOfCandidate, judgeGroup } from '../domain/judge-group';
import type { Verdict } from '../domain/receipt';
import { isDataError } from '../storage/data-error';
import type { HeldBudget } from '../storage/held-budget';
import { putIntoInbox } from '../storage/inbox-store';
import { readInstallations, readKnowledge } from '../storage/usage-knowledge';
import type { ReportMark } from '../storage/group-statements';
import { OvertakenElsewhere, writeGroup } from '../storage/write-group';
import type { Refusal } from './quarantine';
import { keptCandidates, sealQuarantine } from './quarantine';
import { newSightings, sealHalves } from './seal-halves';
import { turnAwayHeld } from './turn-away-held';

/** What a group is committed with. */
export interface CommitParts {
  readonly usage: RoomDatabase;
  readonly inbox: RoomDatabase;
  readonly sealer: Sealer;
  readonly budget: HeldBudget;
  readonly now: () => number;
}

/** How often a group is judged anew because another process wrote one of its ids first. */
const JUDGEMENTS_MAX = 8;

const INTERNAL = { outcome: 'refused', code: 'INTERNAL_ERROR', path: '' } as const satisfies Verdict;

function internalKey({ key, digest }: Candidate): string {
  const text = `hearth/quarantine/v1/internal/${key}/${digest}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Makes keys of installations, each once for a group, which asks for them twice: to read what is known, and to judge. */
function installationKeys(): InstallationOf {
  const made = new Map<string, string>();
  return (subject, installationId, product) => {
    const name = `${subject}/${installationId}/${product}`;
    let key = made.get(name);
    if (key === undefined) {
      key = installationKey(Buffer.from(subject, 'hex'), uuidBytes(installationId), product).toString('hex');
      made.set(name, key);
    }
    return key;
  };
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

/** Those that wait for a confirmation, and report under an agreement now that wants none. Sorted, each once. */
function settledOf(
  counted: readonly CountedCandidate[],
  known: ReadonlyMap<string, KnownInstallation>,
): readonly string[] {
  const settled = counted.filter(
    ({ installation, needsConfirmation }) =>
      !needsConfirmation && known.get(installation)?.needsConfirmation === true,
  );
  return [...new Set(settled.map(({ installation }) => installation))].sort();
}

/** What a group comes to, from what the usage room knows now. Nothing is written. */
export async function judgeNow(
  usage: RoomDatabase,
  candidates: readonly Candidate[],
): Promise<{ readonly judgement: Judgement; readonly knowledge: GroupKnowledge }> {
  const installationOf = installationKeys();
  failpoint('intake.begun');
  const { reports, subjects } = await readKnowledge(
    usage,
    candidates.map(({ key }) => key),
    candidates.map(({ licence }) => licence),
  );
  failpoint('intake.reports-known');
  const installations = await readInstallations(
    usage,
    candidates.flatMap((candidate) => {
      const installation = installationOfCandidate(candidate, subjects, installationOf);
      return installation === undefined ? [] : [installation];
    }),
  );
  failpoint('intake.installations-known');
  const knowledge = { reports, subjects, installations };
  return { knowledge, judgement: judgeGroup(candidates, knowledge, installationOf) };
}

/**
 * Begins to put into the inbox what of a group is for the personal room's eyes, as far as there is room, and gives what is left to
 * count. The usage room is written meanwhile, and commits when this is durable.
 */
async function fillInbox(
  { inbox, sealer, budget }: CommitParts,
  candidates: readonly Candidate[],
  refusals: readonly Refusal[],
  { judgement, knowledge }: Awaited<ReturnType<typeof judgeNow>>,
  tally: FailureTally,
): Promise<{ readonly judgement: Judgement; readonly inboxed: Promise<void> }> {
  const sightings = newSightings(judgement.counted, knowledge.installations);
  const halves = sealHalves(sealer, judgement, sightings);
  const held = halves.filter(({ kind }) => kind === 'held');
  const quarantined = sealQuarantine(sealer, keptCandidates(candidates, judgement.verdicts), refusals);
  const fits = await budget.fits(held, quarantined);
  const kept = [
    ...halves.filter(({ kind }) => kind !== 'held' || fits.held),
    ...(fits.quarantined ? quarantined : []),
  ];
  const inboxed = putIntoInbox(inbox, kept).then(() => {
    budget.took(fits.held ? held : [], fits.quarantined ? quarantined : []);
    failpoint('intake.inbox-written');
  });
  // Whoever waits for it is told; until somebody does, its failure must end nothing else.
  inboxed.catch(() => undefined);
  if (!fits.quarantined) tally.add('dropped', 'INBOX_FULL', '', '', quarantined.length);
  if (fits.held) return { judgement, inboxed };
  tally.add('dropped', 'INBOX_FULL', '', '', held.length);
  return { judgement: turnAwayHeld(judgement, candidates, knowledge), inboxed };
}

async function commitOnce(
  parts: CommitParts,
  candidates: readonly Candidate[],
  refusals: readonly Refusal[],
): Promise<readonly Verdict[]> {
  const { usage, now } = parts;
  const judged = await judgeNow(usage, candidates);
  const tally = new FailureTally();
  const { judgement, inboxed } = await fillInbox(parts, candidates, refusals, judged, tally);

  const marks = marksOf(judgement);
  for (const { code, path, product, count } of refusals) tally.add('refused', code, path, product, count);
  tallyJudgement(tally, candidates, judgement);
  const failures = tally.failures();
  // A resend of known reports changes nothing, and is not worth a commit.
  if (marks.length === 0 && failures.length === 0) await inboxed;
  else {
    const isReleased = ({ candidate }: ReportMark) =>
      candidate.resubmitted && judged.knowledge.reports.get(candidate.key)?.outcome === 'held';
    const time = now();
    const written = writeGroup(usage, {
      fresh: marks.filter((mark) => !isReleased(mark)),
      released: marks.filter((mark) => isReleased(mark) && mark.outcome !== 'held'),
      gathered: gatherCounted(judgement.counted, time),
      settled: settledOf(judgement.counted, judged.knowledge.installations),
      failures,
      now: time,
      inboxed,
    });
    // Whichever fails, the other has come to rest before anybody is told.
    for (const half of await Promise.allSettled([inboxed, written])) {
      if (half.status === 'rejected') throw half.reason;
    }
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

/** Refuses one report whose data is the fault, and keeps it for a later try, unless it is the keeping that fails. */
async function refuseWhole(
  parts: CommitParts,
  candidate: Candidate,
  refusals: readonly Refusal[],
): Promise<void> {
  const refusal = { ...INTERNAL, product: candidate.report.product };
  const kept = { key: internalKey(candidate), half: heldOf(candidate) };
  try {
    await commitWhole(parts, [], [...refusals, { ...refusal, kept }]);
  } catch (error) {
    if (!isDataError(error)) throw error;
    await commitWhole(parts, [], [...refusals, refusal]);
  }
}

/**
 * Commits a group: the inbox first, the usage room last, each by report id, so that a crash at any point and a second try
 * leave everything written once. Both are written at the same time, but the usage room commits only when the inbox has. Where the data of one report is the fault, halves are tried until it is found: it alone
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
      await refuseWhole(parts, only, refusals);
      return [INTERNAL];
    }
    const half = Math.ceil(candidates.length / 2);
    const first = await commitGroup(parts, candidates.slice(0, half), refusals);
    return [...first, ...(await commitGroup(parts, candidates.slice(half), []))];
  }
}
