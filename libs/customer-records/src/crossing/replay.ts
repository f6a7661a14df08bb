import { REPLAY_MAX } from '../domain/limits';
import type { HeldReport } from '../domain/sealed-halves';
import { licenceKeyOf, parseHeld } from '../domain/sealed-halves';
import type { FailedFilter, FailedHalf, InboxPosition } from '../storage/inbox';
import { customersByLicence, deleteHalves, nextFailed } from '../storage/inbox';
import type { CrossingParts, Resubmission } from './crossing';
import { openHalf } from './open-half';

/** Which reports are tried again, and whether it is only asked what would become of them. */
export interface ReplayQuestion {
  readonly filter: FailedFilter;
  readonly isDryRun: boolean;
}

/** What became, or would become, of reports that had failed for one reason. */
export interface ReplayedGroup {
  /** Why they had failed. */
  readonly code: string;
  /**
   * `counted`, `held`, `ignored`, `before-agreement`, `duplicate`, `refused`; `conflict` for what is never merged; `unreadable`
   * for what does not open.
   */
  readonly outcome: string;
  /** Why they are refused now, where they are. */
  readonly refusedFor?: string;
  readonly count: number;
}

/** A replay, by what became of the reports. It names no report and nobody. */
export interface Replay {
  readonly isDryRun: boolean;
  readonly considered: number;
  /** True where there were more than one call considers: ask again. */
  readonly hasMore: boolean;
  readonly groups: readonly ReplayedGroup[];
}

/** The question in a body from the ingestion subgraph; undefined where it is none. */
export function replayQuestionIn(body: unknown): ReplayQuestion | undefined {
  const { filter, isDryRun } = (body ?? {}) as Partial<ReplayQuestion>;
  // Only what says that it writes, writes.
  if (typeof isDryRun !== 'boolean' || typeof filter !== 'object') return undefined;
  const { code, product } = (filter as FailedFilter | null) ?? {};
  if (![code, product].every((text) => text === undefined || typeof text === 'string')) return undefined;
  return {
    isDryRun,
    filter: { ...(code === undefined ? {} : { code }), ...(product === undefined ? {} : { product }) },
  };
}

/** Reports read and opened at a time. */
const PAGE = 200;

type Fate = Pick<ReplayedGroup, 'outcome' | 'refusedFor'>;

/**
 * Goes through held and refused reports, oldest first, and tries each again the way that a run of the crossing does: the intake
 * decides and is idempotent by the report's id, so that a replay repeated or cut short counts nothing twice. What is settled
 * leaves the inbox; the rest stays until it expires.
 */
export async function replayFailed(o: CrossingParts, { filter, isDryRun }: ReplayQuestion): Promise<Replay> {
  const groups = new Map<string, ReplayedGroup>();
  let considered = 0;
  let after: InboxPosition | undefined;
  while (considered < REPLAY_MAX) {
    const page = await nextFailed(o.inbox, filter, Math.min(PAGE, REPLAY_MAX - considered), after);
    after = page.at(-1);
    if (after === undefined) break;
    considered += page.length;
    for (const [index, fate] of (await replayPage(o, page, isDryRun)).entries()) {
      const code = page[index]?.code ?? '';
      const key = JSON.stringify([code, fate.outcome, fate.refusedFor]);
      groups.set(key, { code, ...fate, count: (groups.get(key)?.count ?? 0) + 1 });
    }
  }
  const hasMore = after !== undefined && (await nextFailed(o.inbox, filter, 1, after)).length > 0;
  return { isDryRun, considered, hasMore, groups: [...groups.values()] };
}

async function replayPage(
  o: CrossingParts,
  page: readonly FailedHalf[],
  isDryRun: boolean,
): Promise<readonly Fate[]> {
  const opened = page.map(({ id, kind, sealed }) => {
    const plain = openHalf(o.keys, kind, id, sealed);
    const report = plain && parseHeld(plain);
    return report && { ...report, origin: kind === 'held' ? ('held' as const) : ('refused' as const) };
  });
  const onRecord = await customersByLicence(
    o.personal,
    o.keys.get('licence-lookup'),
    opened.flatMap((report) => (report ? [licenceKeyOf(report) ?? ''] : [])),
  );
  const fates: Fate[] = [];
  for (const [index, report] of opened.entries()) {
    const half = page[index] as FailedHalf;
    if (report === undefined) fates.push({ outcome: 'unreadable' });
    // Another report has its id: nobody but people can say which of the two is true.
    else if (half.kind === 'conflict') fates.push({ outcome: 'conflict' });
    else if (half.kind === 'held' && !onRecord.has(licenceKeyOf(report) ?? ''))
      fates.push({ outcome: 'held' });
    else fates.push(await replayOne(o, half, report, isDryRun));
  }
  return fates;
}

async function replayOne(
  o: CrossingParts,
  half: FailedHalf,
  report: HeldReport,
  isDryRun: boolean,
): Promise<Fate> {
  if (isDryRun) return fateOf(await o.rehearse(report));
  const answer = await o.resubmit(report);
  if (answer.settled) await deleteHalves(o.inbox, [half.id]);
  return fateOf(answer);
}

function fateOf({ outcome, code }: Resubmission): Fate {
  return code === undefined ? { outcome } : { outcome, refusedFor: code };
}
