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
  /** Whether the agreement wants each new installation confirmed before its usage counts with the rest. */
  readonly needsConfirmation: boolean;
}

/** What the usage room knows of an installation that reports. */
export interface KnownInstallation {
  /** Keyed digest of the identifying half that it was last seen with, 16 bytes in hexadecimal. */
  readonly identityDigest: string;
  /** The public key that it registered, 32 bytes in hexadecimal. */
  readonly publicKey: string | null;
  /** Whether it waits for a confirmation, as far as agreements go. */
  readonly needsConfirmation: boolean;
}

/** What is known when a group is judged. All keys are hexadecimal. */
export interface GroupKnowledge {
  readonly reports: ReadonlyMap<string, KnownReport>;
  readonly subjects: ReadonlyMap<string, KnownSubject>;
  readonly installations: ReadonlyMap<string, KnownInstallation>;
}

/** Makes an installation's key. */
export type InstallationOf = (subject: string, installationId: string, product: string) => string;

/** A candidate that counts, and whose it is. */
export interface CountedCandidate {
  readonly candidate: Candidate;
  /** The customer's pseudonym, 16 bytes in hexadecimal. */
  readonly subject: string;
  /** The installation's key, 16 bytes in hexadecimal. */
  readonly installation: string;
  readonly needsConfirmation: boolean;
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
const SIGNATURE_REQUIRED: Verdict = { outcome: 'refused', code: 'SIGNATURE_REQUIRED', path: '/publicKey' };
const KEY_CONFLICT: Verdict = { outcome: 'refused', code: 'KEY_CONFLICT', path: '/publicKey' };
const DUPLICATE: Verdict = { outcome: 'duplicate' };

/** The installation under which a candidate would count, where its licence key is known. */
export function installationOfCandidate(
  { licence, counted }: Candidate,
  subjects: ReadonlyMap<string, KnownSubject>,
  installationOf: InstallationOf,
): string | undefined {
  const subject = subjects.get(licence)?.subject;
  return subject === undefined ? undefined : installationOf(subject, counted.installationId, counted.product);
}

/** Whether the key that a report names is the one that its request was signed by. It asks nobody who the reporter is. */
function faultOfClaimedKey({ report, signedBy }: Candidate): Verdict | undefined {
  if (report.publicKey === undefined) return undefined;
  if (signedBy === null) return SIGNATURE_REQUIRED;
  return Buffer.from(report.publicKey, 'base64url').toString('hex') === signedBy ? undefined : KEY_CONFLICT;
}

/** An installation that registered a key is spoken for by that key alone. */
function faultOfRegisteredKey(signedBy: string | null, registered: string | null): Verdict | undefined {
  if (registered === null || registered === signedBy) return undefined;
  return signedBy === null ? SIGNATURE_REQUIRED : KEY_CONFLICT;
}

function repeatOf(candidate: Candidate, known: KnownReport | undefined): Verdict | undefined {
  if (!known) return undefined;
  // The crossing alone can resubmit, and resubmits what this door has sealed: its digest was compared then.
  if (candidate.resubmitted) return known.outcome === 'held' ? undefined : DUPLICATE;
  return known.digest === candidate.digest ? DUPLICATE : CONFLICT;
}

/**
 * Decides about a group of candidates from what the usage room knows. Pure: it is asked again with fresh knowledge where
 * another process was quicker. A repeat within the group follows the first of its id, and an installation's second report the
 * key that its first one registers.
 */
export function judgeGroup(
  candidates: readonly Candidate[],
  { reports, subjects, installations }: GroupKnowledge,
  installationOf: InstallationOf,
): Judgement {
  const counted: CountedCandidate[] = [];
  const held: Candidate[] = [];
  const ignored: Candidate[] = [];
  const beforeAgreement: Candidate[] = [];
  const inGroup = new Map<string, KnownReport>();
  const keysInGroup = new Map<string, string>();

  const judgeOne = (candidate: Candidate): Verdict => {
    const fault = faultOfClaimedKey(candidate);
    if (fault) return fault;
    // Of a report that the product's rules ignore, only the id is kept: it needs no subject.
    if (!candidate.report.countable) return { outcome: 'ignored' };
    const subject = subjects.get(candidate.licence);
    const installation = installationOfCandidate(candidate, subjects, installationOf);
    if (subject === undefined || installation === undefined) return { outcome: 'held' };
    // Nothing observed before the agreement is kept (clause `voluntary`).
    if (candidate.report.observedAt < subject.startsAt) return { outcome: 'before-agreement' };
    const registered = installations.get(installation)?.publicKey ?? keysInGroup.get(installation) ?? null;
    const foreign = faultOfRegisteredKey(candidate.signedBy, registered);
    if (foreign) return foreign;
    if (candidate.signedBy !== null) keysInGroup.set(installation, candidate.signedBy);
    const { needsConfirmation } = subject;
    counted.push({ candidate, subject: subject.subject, installation, needsConfirmation });
    return { outcome: 'counted' };
  };

  const verdicts = candidates.map((candidate): Verdict => {
    const repeat = repeatOf(candidate, inGroup.get(candidate.key) ?? reports.get(candidate.key));
    if (repeat) return repeat;
    const verdict = judgeOne(candidate);
    if (verdict.outcome === 'refused') return verdict;
    inGroup.set(candidate.key, { digest: candidate.digest, outcome: verdict.outcome });
    if (verdict.outcome === 'held') held.push(candidate);
    else if (verdict.outcome === 'ignored') ignored.push(candidate);
    else if (verdict.outcome === 'before-agreement') beforeAgreement.push(candidate);
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
