import { failpoint } from '@hearth/failpoints';
import type { KeyRing } from '@hearth/keys';
import { licenceHash } from '@hearth/keys';
import type { RoomDatabase } from '@hearth/storage';
import { CROSSING_BATCH, WAITING_HALVES_MAX } from '../domain/limits';
import type { HeldReport } from '../domain/sealed-halves';
import { licenceKeyOf, parseHeld, parseSighting } from '../domain/sealed-halves';
import type { OpenedSighting } from '../storage/sighting-filer';
import { fileSightings } from '../storage/sighting-filer';
import type { InboxPosition, SealedHalf } from '../storage/inbox';
import {
  customersByLicence,
  deleteHalves,
  licencesOnRecord,
  nextPositions,
  sealedHalves,
} from '../storage/inbox';
import { openHalf } from './open-half';
import type { Replay, ReplayQuestion } from './replay';
import { replayFailed } from './replay';
import { WaitingHalves } from './waiting-halves';

/** What the intake's internal port said of a held report. */
export interface Resubmission {
  /** True where the intake took it in, or refused it for good; false where it should be offered again. */
  readonly settled: boolean;
  /** `counted`, `held`, `ignored`, `before-agreement`, `duplicate` or `refused`. */
  readonly outcome: string;
  /** Where it is refused. */
  readonly code?: string;
}

/** What a crossing is made of: the two rooms it stands between, its keys, and the way back to the intake. */
export interface CrossingParts {
  /** The inbox, with the account crossing. */
  readonly inbox: RoomDatabase;
  /** The personal room, with the account crossing. */
  readonly personal: RoomDatabase;
  /** Needs the keys `inbox-private`, `licence-lookup` and `customer-master`. */
  readonly keys: KeyRing;
  /** The intake's internal port: takes a held report with its original time and address, idempotent by the report's id. */
  readonly resubmit: (held: HeldReport) => Promise<Resubmission>;
  /** What that would come to now; nothing is written. */
  readonly rehearse: (held: HeldReport) => Promise<Resubmission>;
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

/** Carries what identifies from the inbox into the personal room. */
export interface Crossing {
  /** Goes once through the inbox. Rejects where a room cannot be read or written; a half that does not open is only counted. */
  runOnce(): Promise<CrossingRun>;
  /** Tries reports again that were held or refused, the way that a run hands back a held one. Rejects as a run does. */
  replay(question: ReplayQuestion): Promise<Replay>;
}

/**
 * The one piece of code between the inbox and the personal room. A run goes once through the inbox, oldest first: it opens
 * each half, files sightings under their customer, offers held reports to the intake again where their licence key is known
 * by now, and deletes what is settled. Filing comes before deleting and is idempotent by the report's id, so a crash
 * between the two costs nothing. Runs of one crossing take turns.
 */
export function createCrossing(o: CrossingParts): Crossing {
  let turn: Promise<unknown> = Promise.resolve();
  const waiting = new WaitingHalves(WAITING_HALVES_MAX);
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const run = turn.then(task);
    turn = run.catch(() => undefined);
    return run;
  };
  return {
    runOnce: () => inTurn(() => runThrough(o, waiting)),
    replay: (question) => inTurn(() => replayFailed(o, question)),
  };
}

async function runThrough(o: CrossingParts, waiting: WaitingHalves): Promise<CrossingRun> {
  const total = { filed: 0, resubmitted: 0, held: 0, unreadable: 0 };
  let after: InboxPosition | undefined;
  for (;;) {
    const positions = await nextPositions(o.inbox, CROSSING_BATCH, after);
    const last = positions.at(-1);
    if (last === undefined) {
      waiting.endRun();
      return total;
    }
    after = last;
    failpoint('crossing.positions-read');
    const due = await dueOf(o, positions, waiting);
    const { sightings, held, unreadable } = openBatch(o, await sealedHalves(o.inbox, due));
    failpoint('crossing.halves-opened');
    const filed = await fileBatch(o, sightings);
    const resubmitted = await resubmitBatch(o, held);
    const settled = new Set([...filed, ...resubmitted].map((id) => id.toString('hex')));
    for (const { id, receivedAt, licenceKey } of [...sightings.map(keyOfSighting), ...held]) {
      if (settled.has(id.toString('hex'))) continue;
      waiting.remember({ id, receivedAt }, hashOf(o, licenceKey));
      total.held += 1;
    }
    total.held += positions.length - due.length;
    total.filed += filed.length;
    total.resubmitted += resubmitted.length;
    total.unreadable += unreadable;
  }
}

const keyOfSighting = ({ id, receivedAt, sighting }: OpenedSighting) => ({
  id,
  receivedAt,
  licenceKey: sighting.licenceKey,
});

const hashOf = (o: CrossingParts, licenceKey: string): string =>
  licenceHash(o.keys.get('licence-lookup'), licenceKey).toString('hex');

/** The halves to open now: all but those that wait for a licence key which is still on no record. */
async function dueOf(
  o: CrossingParts,
  positions: readonly InboxPosition[],
  waiting: WaitingHalves,
): Promise<readonly Buffer[]> {
  const hashes = positions.map((position) => waiting.hashOf(position));
  const onRecord = await licencesOnRecord(
    o.personal,
    hashes.filter((hash) => hash !== undefined),
  );
  return positions.flatMap((position, index) => {
    const hash = hashes[index];
    if (hash === undefined || onRecord.has(hash)) return [position.id];
    waiting.remember(position, hash);
    return [];
  });
}

interface OpenedHeld {
  readonly id: Buffer;
  readonly receivedAt: number;
  readonly report: HeldReport;
  /** Empty where the report names none. */
  readonly licenceKey: string;
}

function openBatch(o: CrossingParts, halves: readonly SealedHalf[]) {
  const sightings: OpenedSighting[] = [];
  const held: OpenedHeld[] = [];
  let unreadable = 0;
  for (const { id, kind, receivedAt, sealed } of halves) {
    const plain = openHalf(o.keys, kind, id, sealed);
    const sighting = plain !== undefined && kind === 'sighting' ? parseSighting(plain) : undefined;
    const report = plain !== undefined && kind === 'held' ? parseHeld(plain) : undefined;
    if (sighting !== undefined) sightings.push({ id, receivedAt, sighting });
    else if (report !== undefined)
      held.push({ id, receivedAt, report, licenceKey: licenceKeyOf(report) ?? '' });
    else unreadable += 1;
  }
  return { sightings, held, unreadable };
}

/** Files what belongs to an agreement and deletes it from the inbox; a key that no agreement has any more stays. */
async function fileBatch(o: CrossingParts, sightings: readonly OpenedSighting[]): Promise<readonly Buffer[]> {
  if (sightings.length === 0) return [];
  const settled = await fileSightings(o.personal, o.keys, sightings);
  failpoint('crossing.sightings-filed');
  await deleteHalves(o.inbox, settled);
  return settled;
}

/** Offers held reports to the intake where their licence key is on record; gives the ids of those that are settled. */
async function resubmitBatch(o: CrossingParts, held: readonly OpenedHeld[]): Promise<readonly Buffer[]> {
  const keys = held.map(({ licenceKey }) => licenceKey);
  const known = await customersByLicence(o.personal, o.keys.get('licence-lookup'), keys);
  const settled: Buffer[] = [];
  for (const { id, report, licenceKey } of held) {
    if (!known.has(licenceKey)) continue;
    failpoint('crossing.resubmission-due');
    const answer = await o.resubmit(report);
    failpoint('crossing.resubmitted');
    if (!answer.settled) continue;
    await deleteHalves(o.inbox, [id]);
    settled.push(id);
  }
  return settled;
}
