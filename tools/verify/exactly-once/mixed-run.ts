import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '@hearth/report';
import { deliver } from './deliver';
import { dumpRooms, type Dump } from './dump';
import type { HomeTemplate } from './home-template';
import type { Ending } from './messages';
import { AGREED_AT, RECEIVED_AT, type Batch } from './mixed-reports';
import { ServedHome } from './served-home';
import type { WorkerLine } from './worker-line';

/** What is to go wrong in a run. */
export interface Mishap {
  /** How the first workers end themselves, one each. */
  readonly endings?: readonly Ending[];
  /** The request during which the worker is told to stop in order. */
  readonly stopDuring?: number;
}

/** What a run came to. */
export interface MixedRun {
  readonly dump: Dump;
  readonly receipts: readonly Receipt[];
  /** Refusals that the usage room counted. */
  readonly refusals: number;
  /** How the workers ended, one that was asked to close not among them. */
  readonly endings: readonly (NodeJS.Signals | number)[];
  /** How often the last worker came to each failpoint. */
  readonly hits: Readonly<Record<string, number>>;
}

/** Milliseconds into a request at which the stop comes: it is being read or written then. */
const STOP_AFTER_MS = 4;

/**
 * Sends the reports to a fresh home, in order and one request after another; carries, publishes and rolls up; records the late
 * agreement; and sends everything a second time. Whatever ends meanwhile is asked again until it is done.
 */
export async function mixedRun(
  line: WorkerLine,
  template: HomeTemplate,
  batches: readonly Batch[],
  mishap: Mishap = {},
): Promise<MixedRun> {
  const { serving, rooms } = await template.fresh();
  const home = await ServedHome.open(line, { ...serving, clock: RECEIVED_AT }, mishap.endings);
  const receipts: Receipt[] = [];
  for (const [index, batch] of batches.entries()) {
    const delivering = deliver(home.url, batch);
    if (index === mishap.stopDuring) {
      await sleep(STOP_AFTER_MS);
      await home.kill('SIGTERM');
    }
    receipts.push(...(await delivering).receipts);
  }
  await home.insist({ do: 'cross' });
  await home.insist({ do: 'roll-up' });

  await home.setClock(AGREED_AT);
  await home.insist({ do: 'record-agreement', rows: template.agreement });
  // The crossing knows the agreement before the intake does: the report is offered, held on, and offered again.
  await home.insist({ do: 'cross' });
  await home.insist({ do: 'publish' });
  await home.insist({ do: 'cross' });
  for (const batch of batches) await deliver(home.url, batch);
  await home.insist({ do: 'cross' });
  await home.insist({ do: 'roll-up' });

  const { hits = {} } = await home.insist({ do: 'count-hits' });
  const [refused] = await rooms.rows(
    'usage',
    "SELECT SUM(count_value) AS n FROM failures WHERE kind = 'refused'",
  );
  await home.close();
  const dump = await dumpRooms(rooms, template.master);
  return { dump, receipts, refusals: Number(refused?.['n'] ?? 0), endings: home.endings, hits };
}
