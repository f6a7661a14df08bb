import type { KeyRing } from '@hearth/keys';
import { openSealed, uuidText } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import { CROSSING_BATCH } from '../domain/limits';
import type { HeldReport } from '../domain/sealed-halves';
import { halfBinding, licenceKeyOf, parseHeld, parseSighting } from '../domain/sealed-halves';
import type { OpenedSighting } from '../storage/sighting-filer';
import { fileSightings } from '../storage/sighting-filer';
import type { InboxPosition, SealedHalf } from '../storage/inbox';
import { customersByLicence, deleteHalves, nextHalves } from '../storage/inbox';

/** What the intake's internal port said of a held report. */
export interface Resubmission {
  /** True where the intake took it in, or refused it for good; false where it should be offered again. */
  readonly settled: boolean;
}

export interface CrossingParts {
  /** The inbox, with the account crossing. */
  readonly inbox: RoomDatabase;
  /** The personal room, with the account crossing. */
  readonly personal: RoomDatabase;
  /** Needs the keys `inbox-private`, `licence-lookup` and `customer-master`. */
  readonly keys: KeyRing;
  /** The intake's internal port: takes a held report with its original time and address, idempotent by the report's id. */
  readonly resubmit: (held: HeldReport) => Promise<Resubmission>;
  /** UTC milliseconds. */
  readonly now: () => number;
}

/** What one run did, in halves. `held` stay in the inbox; `unreadable` stay too, and are for people to look at. */
export interface CrossingRun {
  readonly filed: number;
  readonly resubmitted: number;
  readonly held: number;
  readonly unreadable: number;
}

export interface Crossing {
  runOnce(): Promise<CrossingRun>;
}

/**
 * The one piece of code between the inbox and the personal room. A run goes once through the inbox, oldest first: it opens
 * each half, files sightings under their customer, offers held reports to the intake again where their licence key is known
 * by now, and deletes what is settled. Filing comes before deleting and is idempotent by the report's id, so a crash
 * between the two costs nothing. Runs of one crossing take turns.
 */
export function createCrossing(o: CrossingParts): Crossing {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    runOnce() {
      const run = turn.then(() => runThrough(o));
      turn = run.catch(() => undefined);
      return run;
    },
  };
}

async function runThrough(o: CrossingParts): Promise<CrossingRun> {
  const total = { filed: 0, resubmitted: 0, held: 0, unreadable: 0 };
  let after: InboxPosition | undefined;
  for (;;) {
    const halves = await nextHalves(o.inbox, CROSSING_BATCH, after);
    const last = halves.at(-1);
    if (last === undefined) return total;
    after = last;
    const { sightings, held, unreadable } = openBatch(o, halves);
    total.unreadable += unreadable;
    const filed = await fileBatch(o, sightings);
    total.filed += filed;
    total.held += sightings.length - filed;
    const resubmitted = await resubmitBatch(o, held);
    total.resubmitted += resubmitted;
    total.held += held.length - resubmitted;
  }
}

interface OpenedHeld {
  readonly id: Buffer;
  readonly report: HeldReport;
}

function openBatch(o: CrossingParts, halves: readonly SealedHalf[]) {
  const sightings: OpenedSighting[] = [];
  const held: OpenedHeld[] = [];
  let unreadable = 0;
  for (const { id, kind, receivedAt, sealed } of halves) {
    const plain = opened(o.keys, kind, id, sealed);
    const sighting = plain !== undefined && kind === 'sighting' ? parseSighting(plain) : undefined;
    const report = plain !== undefined && kind === 'held' ? parseHeld(plain) : undefined;
    if (sighting !== undefined) sightings.push({ id, receivedAt, sighting });
    else if (report !== undefined) held.push({ id, report });
    else unreadable += 1;
  }
  return { sightings, held, unreadable };
}

/** The plain text, or undefined where it does not open: one bad half must not stop those behind it. */
function opened(keys: KeyRing, kind: string, id: Buffer, sealed: Buffer): Buffer | undefined {
  if (kind !== 'sighting' && kind !== 'held') return undefined;
  try {
    return openSealed(keys.get('inbox-private'), sealed, halfBinding(kind, uuidText(id)));
  } catch {
    return undefined;
  }
}

/** Files what belongs to an agreement and deletes it from the inbox; a key that no agreement has any more stays. */
async function fileBatch(o: CrossingParts, sightings: readonly OpenedSighting[]): Promise<number> {
  if (sightings.length === 0) return 0;
  const settled = await fileSightings(o.personal, o.keys, sightings);
  await deleteHalves(o.inbox, settled);
  return settled.length;
}

async function resubmitBatch(o: CrossingParts, held: readonly OpenedHeld[]): Promise<number> {
  const keys = held.map(({ report }) => licenceKeyOf(report) ?? '');
  const known = await customersByLicence(o.personal, o.keys.get('licence-lookup'), keys);
  let settled = 0;
  for (const [index, { id, report }] of held.entries()) {
    if (!known.has(keys[index] ?? '')) continue;
    const answer = await o.resubmit(report);
    if (!answer.settled) continue;
    await deleteHalves(o.inbox, [id]);
    settled += 1;
  }
  return settled;
}
