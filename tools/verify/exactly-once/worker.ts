// The process that the proof of exactly-once ends: intake, crossing, publication and roll-up over one home, wired as in
// `hearth serve`. It loads everything first and then waits, so that one that dies is replaced at once.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRollUp, type RollUp } from '@hearth/aggregation';
import { createCrossing, publishToUsage, type Crossing } from '@hearth/customer-records';
import { armFailpoints } from '@hearth/failpoints';
import { createIntake } from '@hearth/ingestion';
import { createProcessKit, keysOf, roomsOf, type ProcessKit } from '@hearth/process';
import { onStopSignals, startHttpServer } from '@hearth/service';
import { acquireFolderLock, upsertRows } from '@hearth/storage';
import { join } from 'node:path';
import type { AgreementRows, Answer, Ending, Order, Serving } from './messages';
import { PROOF_INTAKE_LIMITS } from '../proof-intake-limits';
import { signedReports } from './signed-reports';

/** A sender that is asked to wait comes back soon: the proof has ten such waits. */
const RETRY_AFTER_SECONDS = 1;

interface Served {
  readonly kit: ProcessKit;
  readonly port: number;
  readonly crossing: Crossing;
  readonly rollUp: RollUp;
  readonly hits: Record<string, number>;
  publish(): Promise<unknown>;
  recordAgreement(rows: AgreementRows): Promise<void>;
  setClock(clock: number): void;
}

let served: Served | undefined;

/** Nothing is flushed, rolled back or said good-bye to. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal may reach another thread first: nothing runs here meanwhile.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** Lets go of half of an answer, and dies when the network has it. */
function dieWithin(response: ServerResponse): void {
  response.end = ((text: Buffer) => {
    response.write(text.subarray(0, text.length / 2), () => setTimeout(die, 5));
    return response;
  }) as ServerResponse['end'];
}

async function open(serving: Serving, ending: Ending | undefined): Promise<Served> {
  const keysFolder = join(serving.home, 'keys');
  const config = {
    home: serving.home,
    mysqlUrl: serving.mysql?.adminUrl,
    mysqlPrefix: serving.mysql?.prefix ?? '',
  };
  const rooms = roomsOf(config, keysFolder);
  // The failures of a server that was killed are expected; what they must not do is checked outside.
  const kit = createProcessKit({ name: 'exactly-once', logLevel: 'silent', rooms });
  if (rooms.kind === 'sqlite') {
    const lock = acquireFolderLock(rooms.folder);
    kit.onClose(() => Promise.resolve(lock.release()));
  }
  let clock = serving.clock;
  const now = () => clock ?? Date.now();
  const hits: Record<string, number> = {};
  armFailpoints((name) => {
    hits[name] = (hits[name] ?? 0) + 1;
    if (ending?.at === name && ending.hit === hits[name]) die();
  });

  const intake = createIntake({
    usage: await kit.room('usage', 'intake'),
    inbox: await kit.room('inbox', 'intake'),
    keys: keysOf(keysFolder, 'intake'),
    now,
    limits: { ...PROOF_INTAKE_LIMITS, retryAfterSeconds: RETRY_AFTER_SECONDS },
  });
  kit.onClose(() => intake.drain());
  const crossing = createCrossing({
    inbox: await kit.room('inbox', 'crossing'),
    personal: await kit.room('personal', 'crossing'),
    keys: keysOf(keysFolder, 'crossing'),
    resubmit: (held) => intake.resubmit(held),
    rehearse: (held) => intake.rehearse(held),
    now,
  });
  const rollUp = createRollUp({
    usage: await kit.room('usage', 'roll-up'),
    statistics: await kit.room('statistics', 'roll-up'),
    now,
  });
  const personal = await kit.room('personal', 'customer-records');
  const publication = {
    personal,
    usage: await kit.room('usage', 'customer-records'),
    access: await kit.room('access', 'customer-records'),
    keys: keysOf(keysFolder, 'customer-records'),
    now,
  };
  const publish = () => publishToUsage(publication);
  if (serving.everySeconds) {
    kit.every(serving.everySeconds.crossing, 'crossing', () => crossing.runOnce());
    kit.every(serving.everySeconds.crossing, 'publication', publish);
    kit.every(serving.everySeconds.rollUp, 'roll-up', () => rollUp.runOnce());
  }

  let requests = 0;
  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    requests += 1;
    if (ending?.at === 'half-a-receipt' && ending.hit === requests) dieWithin(response);
    if (request.url === '/v1/reports') intake.handler(request, response);
    else signedReports(intake, now, request, response);
  };
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: serving.port,
    handler,
    ready: () => kit.ready(),
    logger: kit.logger,
  });
  kit.onClose(() => server.close());
  return {
    kit,
    port: server.port,
    crossing,
    rollUp,
    hits,
    publish,
    setClock: (at) => (clock = at),
    // As the records' own writer would in one transaction; safe to repeat.
    recordAgreement: (tables) =>
      personal.write(async (m) => {
        for (const [table, rows] of Object.entries(tables)) {
          const columns = Object.keys(rows[0] ?? {});
          const values = rows.map((row) => columns.map((column) => row[column]));
          await upsertRows(m, table, columns, values, { key: [columns[0] as string], update: 'ignore' });
        }
      }),
  };
}

/** What decides on whether a commit survives, read where the intake writes. */
async function readSettings(kit: ProcessKit): Promise<Record<string, string>> {
  const usage = await kit.room('usage', 'intake');
  const statements =
    usage.dialect === 'sqlite'
      ? ['PRAGMA synchronous', 'PRAGMA journal_mode']
      : [
          'SELECT @@innodb_flush_log_at_trx_commit AS innodb_flush_log_at_trx_commit',
          'SELECT @@innodb_doublewrite AS innodb_doublewrite',
          'SELECT VERSION() AS version',
        ];
  return usage.write(async (m) => {
    const settings: Record<string, string> = {};
    for (const sql of statements) {
      const [row] = await m.query<Record<string, unknown>[]>(sql);
      for (const [name, value] of Object.entries(row ?? {})) settings[name] = String(value);
    }
    return settings;
  });
}

async function obey(order: Order): Promise<Omit<Answer & { is: 'done' }, 'is'>> {
  if (order.do === 'open') {
    served = await open(order.serving, order.ending);
    return { port: served.port };
  }
  if (!served) throw new Error('nothing is open');
  if (order.do === 'publish') await served.publish();
  else if (order.do === 'set-clock') served.setClock(order.clock);
  else if (order.do === 'record-agreement') await served.recordAgreement(order.rows);
  else if (order.do === 'roll-up') await served.rollUp.runOnce();
  // What a run hands back to the intake leaves a sighting in the inbox, which the next run files.
  else if (order.do === 'cross') while ((await served.crossing.runOnce()).resubmitted > 0);
  else if (order.do === 'read-settings') return { settings: await readSettings(served.kit) };
  else if (order.do === 'count-hits') return { hits: served.hits };
  else {
    armFailpoints();
    await served.kit.close();
    served = undefined;
  }
  return {};
}

const tell = (answer: Answer): void => void process.send?.(answer);

process.on('message', (order: Order) => {
  obey(order).then(
    (answer) => tell({ is: 'done', ...answer }),
    (error: unknown) => tell({ is: 'failed', message: error instanceof Error ? error.message : 'no error' }),
  );
});
// Whoever started it is gone: so is the need for it.
process.on('disconnect', () => process.exit(1));
onStopSignals(() => served?.kit.close());
tell({ is: 'warm' });
