/** A report as far as it can tell a copy of its installation. Digests are text and compared whole. */
export interface ChainedReport {
  readonly sequence: number;
  /** The digest of the report that it continues; null where the installation had lost its state. */
  readonly previous: string | null;
  readonly digest: string;
  readonly version: string;
  /** All times are UTC milliseconds. */
  readonly observedAt: number;
  readonly countersSince: number;
  readonly uptimeSeconds: number | null;
  readonly receivedAt: number;
}

/** One thing that two reports of an installation say against each other: the instants at which it was observed. */
export type Finding = number;

/** What speaks for two copies under one installation id. None of it is proof of anything: each is a question to ask. */
export interface CloneEvidence {
  /** Two reports that continue the same one, or that bear one sequence in two lines of descent. */
  readonly forks: readonly Finding[];
  /** Returns to a version that had just been left. */
  readonly versionFlipBacks: readonly Finding[];
  /** Reports of a process that began to count while another one was still running. */
  readonly overlaps: readonly Finding[];
}

/** A version that comes back within this time was hardly rolled back twice: two copies report in turn. */
const FLIP_BACK_MS = 14 * 86_400_000;

/** Clocks are set by minutes now and then; a process that had ended an hour before is no overlap. */
const OVERLAP_MS = 3_600_000;

const inOrder = (a: ChainedReport, b: ChainedReport): number =>
  a.observedAt - b.observedAt || a.sequence - b.sequence || (a.digest < b.digest ? -1 : 1);

function groupBy<K>(
  reports: readonly ChainedReport[],
  keyOf: (report: ChainedReport) => K | null,
): Map<K, ChainedReport[]> {
  const groups = new Map<K, ChainedReport[]>();
  for (const report of reports) {
    const key = keyOf(report);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [report]);
    else group.push(report);
  }
  return groups;
}

/**
 * Forks. One installation continues each of its reports once, whatever is lost, repeated or late: two reports that continue the
 * same one come from two copies. The reports right after the copy may be lost, though. Then one sequence is borne by two
 * reports, which an installation that lost its state and began anew would show as well; so the sequence alone says nothing, and
 * counts only where one of the two was observed between the other and its very neighbour in the chain, where a single
 * installation observed nothing.
 */
function forksIn(reports: readonly ChainedReport[]): Finding[] {
  const children = groupBy(reports, ({ previous }) => previous);
  const forks = [...children.values()].flatMap((group) => group.slice(1).map(({ observedAt }) => observedAt));
  const byDigest = new Map(reports.map((report) => [report.digest, report]));
  const neighboursOf = (report: ChainedReport): readonly ChainedReport[] => {
    const parent = report.previous === null ? undefined : byDigest.get(report.previous);
    return [...(parent === undefined ? [] : [parent]), ...(children.get(report.digest) ?? [])];
  };
  const within = (one: ChainedReport, other: ChainedReport): boolean =>
    neighboursOf(other).some(
      ({ observedAt }) =>
        one.observedAt > Math.min(observedAt, other.observedAt) &&
        one.observedAt < Math.max(observedAt, other.observedAt),
    );
  for (const group of groupBy(reports, ({ sequence }) => sequence).values()) {
    // Siblings are counted above.
    const lines = group.filter(
      ({ previous }, index) =>
        previous !== null && group.findIndex((other) => other.previous === previous) === index,
    );
    for (const [index, report] of lines.entries()) {
      if (lines.slice(0, index).some((other) => within(report, other) || within(other, report))) {
        forks.push(report.observedAt);
      }
    }
  }
  return forks;
}

/**
 * Returns to a version that was left within the last two weeks, from the versions in the order of their observation. An
 * upgrade that is taken back is one; copies of different versions that report in turn make one after another.
 */
export function versionFlipBacks(
  reports: readonly Pick<ChainedReport, 'version' | 'observedAt'>[],
): Finding[] {
  const ordered = [...reports].sort(
    (a, b) => a.observedAt - b.observedAt || (a.version < b.version ? -1 : 1),
  );
  const lastSeen = new Map<string, number>();
  const found: Finding[] = [];
  let current: string | undefined;
  for (const { version, observedAt } of ordered) {
    const before = lastSeen.get(version);
    if (version !== current && before !== undefined && observedAt - before <= FLIP_BACK_MS) {
      found.push(observedAt);
    }
    lastSeen.set(version, observedAt);
    current = version;
  }
  return found;
}

interface Life {
  readonly countersSince: number;
  readonly began: number;
  readonly seen: number;
}

/**
 * Processes of one installation that lived at once: each report says how long its process has run, and two processes that count
 * from different starts cannot have run at the same time. A clock that is ahead is held to the time of receipt.
 */
function overlapsIn(reports: readonly ChainedReport[]): Finding[] {
  const lives = reports.flatMap(({ observedAt, receivedAt, uptimeSeconds, countersSince }): Life[] => {
    if (uptimeSeconds === null) return [];
    const seen = Math.min(observedAt, receivedAt);
    return [{ countersSince, began: seen - uptimeSeconds * 1000, seen }];
  });
  const overlapped = lives.filter((life) =>
    lives.some(
      (other) =>
        other.countersSince !== life.countersSince &&
        other.began < life.began - OVERLAP_MS &&
        other.seen > life.began + OVERLAP_MS,
    ),
  );
  return overlapped.map(({ seen }) => seen);
}

/**
 * Whether an installation's reports speak for a copy of it. Pure, and the same for its reports in any order. Of an installation
 * that is one, whatever of its reports is lost, repeated or late, and however often it starts anew, there is no fork.
 */
export function cloneEvidence(reports: readonly ChainedReport[]): CloneEvidence {
  // Of a repeat the first receipt stands, in whichever order they come.
  const byReceipt = [...reports].sort((a, b) => b.receivedAt - a.receivedAt);
  const ordered = [...new Map(byReceipt.map((report) => [report.digest, report])).values()].sort(inOrder);
  const inTime = (findings: readonly Finding[]) => [...findings].sort((a, b) => a - b);
  return {
    forks: inTime(forksIn(ordered)),
    versionFlipBacks: versionFlipBacks(ordered),
    overlaps: inTime(overlapsIn(ordered)),
  };
}
