import { processEnvironment } from './config';
import type { ExportOutcome } from './calling/export-reports';
import { exportReports } from './calling/export-reports';
import type { Client } from './calling/client';
import { oneAfterAnother } from './calling/client';
import { preview, reportNow } from './calling/report';
import { entryOf } from './calling/send';
import { settle } from './calling/settle';
import type { CallHomeStatus } from './calling/status';
import { statusOf } from './calling/status';
import { keepTime } from './calling/timetable';
import type { CatalogueEntry } from './domain/catalogue';
import { catalogueOf } from './domain/catalogue';
import type { HistoryEntry } from './domain/history';
import type { Mode } from './domain/mode';
import { modeOf } from './domain/mode';
import type { CallHomeOutcome } from './domain/outcome';
import type { CallHomeOptions } from './domain/options';
import type { ReadOptions } from './domain/read-options';
import { readOptions } from './domain/read-options';
import { trustOf } from './transport/secure';

/** A running call-home. None of its functions throws or rejects, and none waits in its caller. */
export interface CallHome {
  /**
   * The report as it would be sent now, byte for byte; sent within ten minutes, it is sent as it was shown. Undefined where the
   * mode is off or the host's counters fail.
   */
  preview(): Promise<string | undefined>;
  /** What each field is for, who reads it, and how long it stays. */
  catalogue(): readonly CatalogueEntry[];
  /** What was sent, with the receipts, and what waits; oldest first. The licence key shows its last four characters. */
  history(): Promise<readonly HistoryEntry[]>;
  /** Writes what would be sent, signed, into a file that `hearth import` takes. */
  export(file: string): Promise<ExportOutcome>;
  /** Sends a report now, whatever the schedule. */
  sendNow(): Promise<CallHomeOutcome>;
  status(): CallHomeStatus;
  /** Changes the vendor's word, when somebody agreed in the product, say. The operator's still beats it. */
  setMode(mode: Mode): Promise<Mode>;
  /** Ends the schedule, and an attempt that is under way. */
  stop(): void;
}

/**
 * Starts calling home: one report at start-up, after a delay, and one a day. Returns at once. Whatever the options, the network,
 * the disk or the host's callbacks do, nothing is thrown into the host, and no timer, socket or look-up keeps its process alive.
 *
 * @example
 * const callHome = startCallHome({
 *   url: 'https://hearth.example.com',
 *   folder: '/var/lib/roboserver/call-home',
 *   product: 'roboserver',
 *   version: '11.5.0.3',
 *   edition: 'enterprise',
 *   licenceKey: 'DEMO-0000-0001',
 *   counters: () => ({ 'robots-executed': 1200, 'steps-executed': 98_000n }),
 * });
 */
export function startCallHome(options: CallHomeOptions): CallHome {
  const read = readWhatever(options);
  const { given } = read;
  const client: Client = {
    options: read,
    startedAt: read.now(),
    trust: trustOf(given.tls?.ca),
    environment: () => given.environment ?? processEnvironment(),
    memory: undefined,
    vendorsWord: read.mode,
    mode: read.mode,
    modeBy: 'option',
    hasReported: false,
    previewed: undefined,
    attempt: undefined,
    isStopped: false,
    failures: 0,
    notBefore: 0,
    attempts: 0,
    lastOutcome: undefined,
    leftOut: new Map(),
  };
  const inTurn = oneAfterAnother();
  const endSchedule = keepTime(client, inTurn);
  // What failed here is tried anew by whatever comes next.
  void inTurn(() => settle(client)).catch(() => undefined);
  return {
    preview: () => inTurn(() => preview(client)).catch(() => undefined),
    catalogue: () => catalogueOf(read.product),
    history: () => inTurn(() => historyOf(client)).catch(() => []),
    export: (file) =>
      inTurn(() => exportReports(client, file)).catch(() => ({ status: 'not-exported', reason: 'failed' })),
    sendNow: () => inTurn(() => reportNow(client)).catch(() => ({ status: 'unanswered', reason: 'failed' })),
    status: () => statusOf(client),
    setMode: (mode) =>
      inTurn(async () => {
        client.vendorsWord = modeOf(mode) ?? 'off';
        await settle(client);
        return client.mode;
      }).catch(() => client.mode),
    stop() {
      client.isStopped = true;
      endSchedule();
      client.attempt?.end('stopped');
    },
  };
}

/** Options may be anything, even objects whose properties throw. */
function readWhatever(options: CallHomeOptions): ReadOptions {
  try {
    return readOptions({ ...options });
  } catch {
    return readOptions({} as CallHomeOptions);
  }
}

async function historyOf(client: Client): Promise<readonly HistoryEntry[]> {
  const memory = await settle(client);
  if (!memory) return [];
  const waiting = memory.kept.waiting.map((one) =>
    entryOf(one, { status: one.left ? 'unknown' : 'waiting' }, one.at),
  );
  return [...memory.history, ...waiting];
}
