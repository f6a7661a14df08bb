import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyRing } from '@hearth/keys';
import { openSealed, uuidText } from '@hearth/keys';
import type { ParsedReport, WireReport } from '@hearth/report';
import { parseReport } from '@hearth/report';
import type { RoomDatabase } from '@hearth/storage';
import type { Intake, IntakeParts } from '../intake/create-intake';
import { createIntake } from '../intake/create-intake';
import type { ReadLine } from '../intake/parse-lines';
import { NOW, publishSubjects, rowsOf } from './test-intake';

/** An intake behind a real HTTP server on loopback. */
export interface ServedIntake {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves an intake on a free port of loopback. */
export async function serveIntake(intake: Intake): Promise<ServedIntake> {
  const server: Server = createServer((request, response) => intake.handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/reports`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What came back over HTTP. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
}

/** A row of the inbox. */
export interface InboxRow {
  readonly id: Buffer;
  readonly kind: 'sighting' | 'held';
  readonly sealed: Buffer;
}

/** Opens a room as an account, as the test's rooms do. */
export type OpenRoom = (
  room: 'usage' | 'inbox',
  account: 'intake' | 'usage-reader' | 'crossing' | 'customer-records',
) => Promise<RoomDatabase>;

/** A served intake with small limits and two agreements, and what a test asks of it. */
export class TestDoor {
  private constructor(
    readonly intake: Intake,
    private readonly served: ServedIntake,
    private readonly open: OpenRoom,
    private readonly keys: KeyRing,
  ) {}

  static async open(
    open: OpenRoom,
    keys: KeyRing,
    change: Pick<Partial<IntakeParts>, 'limits' | 'observer'> = {},
  ): Promise<TestDoor> {
    const usage = await open('usage', 'intake');
    const inbox = await open('inbox', 'intake');
    await publishSubjects(await open('usage', 'customer-records'), keys, [
      { customer: 1 },
      { customer: 2, startsOn: '2026-01-10' },
    ]);
    const intake = createIntake({
      usage,
      inbox,
      keys,
      now: () => NOW,
      ...change,
      limits: { lineBytes: 4096, lines: 20, bodyMs: 500, ...change.limits },
    });
    return new TestDoor(intake, await serveIntake(intake), open, keys);
  }

  get url(): string {
    return this.served.url;
  }

  async close(): Promise<void> {
    await this.served.close();
    await this.intake.drain();
  }

  async post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text) as unknown, text };
  }

  one(report: unknown): Promise<Answer> {
    return this.post(JSON.stringify(report));
  }

  many(...reports: readonly unknown[]): Promise<Answer> {
    const body = reports.map((report) => JSON.stringify(report)).join('\n');
    return this.post(body, { 'content-type': 'application/x-ndjson' });
  }

  async usageRows(table: string): Promise<string[]> {
    return rowsOf(await this.open('usage', 'usage-reader'), table);
  }

  async inboxRows(): Promise<InboxRow[]> {
    const inbox = await this.open('inbox', 'crossing');
    return inbox.read((m) => m.query<InboxRow[]>('SELECT id, kind, sealed FROM halves'));
  }

  /** What a row of the inbox says, opened with the key that the crossing alone holds. */
  opened(row: InboxRow | undefined): Record<string, unknown> {
    if (row === undefined) throw new Error('no such row in the inbox');
    const plain = openSealed(this.keys.get('inbox-private'), row.sealed, `${row.kind}:${uuidText(row.id)}`);
    return JSON.parse(plain.toString('utf8')) as Record<string, unknown>;
  }
}

/** A report as the door reads it. */
export function parsed(report: WireReport): ParsedReport {
  const outcome = parseReport(report, NOW);
  if (!outcome.ok) throw new Error(outcome.path);
  return outcome.report;
}

/** A line that was read already. */
export function readLine(report: ParsedReport): ReadLine {
  return {
    line: 1,
    bytes: 500,
    product: report.product,
    outcome: { ok: true, dropped: [], report },
    link: null,
  };
}
