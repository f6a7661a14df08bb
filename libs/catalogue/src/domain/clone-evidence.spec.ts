import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { ChainedReport } from './clone-evidence';
import { cloneEvidence, versionFlipBacks } from './clone-evidence';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const GENESIS = 'the digest of its key';

/** What an installation keeps, and a copy of it has too. */
interface Kept {
  readonly sequence: number;
  readonly previous: string | null;
  readonly countersSince: number;
}

/** A copy of an installation as it runs. */
interface Running extends Kept {
  readonly startedAt: number;
  readonly version: string;
}

type Step =
  | { readonly kind: 'report'; readonly hours: number }
  | { readonly kind: 'restart' | 'restart-anew' | 'upgrade'; readonly hours: number };

/** What was observed, and the installation after it. `who` keeps digests of two copies apart. */
function live(
  from: Running,
  at: number,
  steps: readonly Step[],
  who: string,
): { readonly reports: ChainedReport[]; readonly after: Running; readonly at: number } {
  const reports: ChainedReport[] = [];
  let running = from;
  let now = at;
  for (const { kind, hours } of steps) {
    now += hours * HOUR;
    if (kind === 'restart') running = { ...running, startedAt: now };
    if (kind === 'upgrade') running = { ...running, startedAt: now, version: `${running.version}1` };
    if (kind === 'restart-anew') {
      running = { ...running, startedAt: now, sequence: 0, previous: null, countersSince: now };
    }
    if (kind !== 'report') continue;
    const sequence = running.sequence + 1;
    const digest = createHash('sha256').update(`${who} ${sequence} ${now}`).digest('hex').slice(0, 32);
    reports.push({
      sequence,
      previous: running.previous,
      digest,
      version: running.version,
      observedAt: now,
      countersSince: running.countersSince,
      uptimeSeconds: (now - running.startedAt) / 1000,
      receivedAt: now,
    });
    running = { ...running, sequence, previous: digest };
  }
  return { reports, after: running, at: now };
}

const FIRST: Running = {
  sequence: 0,
  previous: GENESIS,
  countersSince: 0,
  startedAt: 0,
  version: '1.0',
};

const hours = fc.integer({ min: 1, max: 72 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: hours.map((h): Step => ({ kind: 'report', hours: h })) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('restart' as const, 'restart-anew' as const, 'upgrade' as const),
      hours,
    }),
  },
);
const life = fc.array(step, { maxLength: 40 });

/** What arrives of what was sent: lost, doubled and late in any order. */
const transport = fc.record({
  kept: fc.infiniteStream(fc.integer({ min: 0, max: 2 })),
  order: fc.infiniteStream(fc.nat()),
  lateHours: fc.infiniteStream(fc.integer({ min: 0, max: 500 })),
});
type Transport = typeof transport extends fc.Arbitrary<infer T> ? T : never;

function arrived(sent: readonly ChainedReport[], { kept, order, lateHours }: Transport): ChainedReport[] {
  return sent
    .flatMap((report) => Array<ChainedReport>(kept.next().value as number).fill(report))
    .map((report) => ({
      report: { ...report, receivedAt: report.observedAt + (lateHours.next().value as number) * HOUR },
      at: order.next().value as number,
    }))
    .sort((a, b) => a.at - b.at)
    .map(({ report }) => report);
}

const at = (day: number): number => day * DAY;
const report = (over: Partial<ChainedReport> & Pick<ChainedReport, 'digest'>): ChainedReport => ({
  sequence: 1,
  previous: null,
  version: '1.0',
  observedAt: at(1),
  countersSince: 0,
  uptimeSeconds: null,
  receivedAt: over.observedAt ?? at(1),
  ...over,
});

describe('evidence of a clone', () => {
  it('accuses nobody who is one, whatever is lost, repeated, late, restarted or begun anew', () => {
    fc.assert(
      fc.property(life, transport, (steps, way) => {
        const { forks, overlaps } = cloneEvidence(arrived(live(FIRST, 0, steps, 'only').reports, way));
        expect({ forks, overlaps }).toEqual({ forks: [], overlaps: [] });
      }),
      { numRuns: 1000 },
    );
  });

  it('accuses nobody who continues after a restart without state under the same start of its counters', () => {
    fc.assert(
      fc.property(life, life, transport, (before, after, way) => {
        const first = live(FIRST, 0, before, 'only');
        const anew = { ...first.after, sequence: 0, previous: null, startedAt: first.at };
        const sent = [...first.reports, ...live(anew, first.at, after, 'only').reports];
        expect(cloneEvidence(arrived(sent, way)).forks).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds every copy once it and the original have reported, whatever both do then', () => {
    const reporting = fc
      .tuple(hours, life)
      .map(([h, rest]): Step[] => [{ kind: 'report', hours: h }, ...rest]);
    fc.assert(
      fc.property(life, reporting, reporting, transport, (before, one, other, way) => {
        const shared = live(FIRST, 0, before, 'one');
        // A copy that begins anew has lost what the copy was recognised by, and so has one that was made of nothing.
        fc.pre(shared.after.previous !== null);
        const original = live(shared.after, shared.at, one, 'one').reports;
        const copy = live({ ...shared.after, startedAt: shared.at }, shared.at, other, 'two').reports;
        const [first, second] = [original[0], copy[0]] as [ChainedReport, ChainedReport];
        const rest = [...shared.reports, ...original.slice(1), ...copy.slice(1)];
        const { forks } = cloneEvidence([...arrived(rest, way), first, second]);
        expect(forks.length).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });

  it('says the same of the same reports in any order', () => {
    fc.assert(
      fc.property(life, life, life, transport, (before, one, other, way) => {
        const shared = live(FIRST, 0, before, 'one');
        const sent = [
          ...shared.reports,
          ...live(shared.after, shared.at, one, 'one').reports,
          ...live(shared.after, shared.at, other, 'two').reports,
        ];
        const got = arrived(sent, way);
        expect(cloneEvidence(got)).toEqual(cloneEvidence([...got].reverse()));
      }),
      { numRuns: 300 },
    );
  });

  it('finds a copy by its sequence where the first reports after it were lost', () => {
    const lines = [
      report({ digest: 'a7', sequence: 7, previous: 'a6', observedAt: at(7) }),
      report({ digest: 'b7', sequence: 7, previous: 'b6', observedAt: at(7) + HOUR }),
      report({ digest: 'a8', sequence: 8, previous: 'a7', observedAt: at(8) }),
      report({ digest: 'b8', sequence: 8, previous: 'b7', observedAt: at(8) + HOUR }),
    ];
    expect(cloneEvidence(lines).forks).toEqual([at(7) + HOUR, at(8) + HOUR]);
    // One after the other, they may be an installation that lost its state.
    const after = lines.map((one) =>
      one.digest.startsWith('b') ? { ...one, observedAt: one.observedAt + at(30) } : one,
    );
    expect(cloneEvidence(after).forks).toEqual([]);
  });

  it('finds the copies of an image that had its key and had never reported', () => {
    const copies = ['a', 'b', 'c'].map((digest, index) =>
      report({ digest, previous: GENESIS, observedAt: at(index) }),
    );
    expect(cloneEvidence(copies).forks).toEqual([at(1), at(2)]);
  });

  it('finds a process that began while one that counts from elsewhere was still running', () => {
    const old = report({ digest: 'a', observedAt: at(10), uptimeSeconds: (5 * DAY) / 1000 });
    const young = report({
      digest: 'b',
      observedAt: at(9),
      countersSince: at(8),
      uptimeSeconds: DAY / 1000,
    });
    expect(cloneEvidence([old, young]).overlaps).toEqual([at(9)]);
    // Of one start, of unknown uptime, or one after the other they say nothing against each other.
    for (const other of [
      { ...young, countersSince: 0 },
      { ...young, uptimeSeconds: null },
      { ...young, observedAt: at(12), receivedAt: at(12) },
      { ...young, observedAt: at(11), receivedAt: at(11), uptimeSeconds: (DAY + HOUR / 2) / 1000 },
    ]) {
      expect(cloneEvidence([old, other]).overlaps).toEqual([]);
    }
  });

  it('takes no clock that is ahead for a process that lived on', () => {
    const ahead = report({
      digest: 'a',
      observedAt: at(11),
      receivedAt: at(10),
      uptimeSeconds: DAY / 1000,
    });
    const next = report({
      digest: 'b',
      observedAt: at(10) + 5 * HOUR,
      countersSince: at(10) + HOUR,
      uptimeSeconds: (4 * HOUR) / 1000,
    });
    expect(cloneEvidence([ahead, next]).overlaps).toEqual([]);
  });

  it.each([
    ['one version', ['1', '1', '1'], 0],
    ['upgrades', ['1', '1', '2', '3'], 0],
    ['an upgrade that was taken back, and made again', ['1', '2', '1', '2'], 2],
    ['two copies in turn', ['1', '2', '1', '2', '1', '2'], 4],
  ])('counts the versions that come back: %s', (_what, versions, times) => {
    const reports = versions.map((version, index) => ({ version, observedAt: at(index) }));
    expect(versionFlipBacks(reports)).toHaveLength(times);
    expect(versionFlipBacks([...reports].reverse())).toEqual(versionFlipBacks(reports));
  });

  it('counts no version that comes back after two weeks', () => {
    const late = [
      { version: '1', observedAt: 0 },
      { version: '2', observedAt: at(1) },
      { version: '1', observedAt: at(15) },
    ];
    expect(versionFlipBacks(late)).toEqual([]);
  });
});
