// The load: one process for all contestants, which sends prepared bytes over kept-alive connections and reads no more of the
// answers than it must. Requests are made before the clock starts.
import { gzipSync } from 'node:zlib';
import { answerParent } from './calls';
import { Connection } from './connection';
import { readLines } from './corpus';
import { mutationOf } from './mutation';

/** A round of the load. */
export interface Round {
  readonly port: number;
  readonly form: 'single' | 'graphql' | 'batch';
  readonly connections: number;
  /** Which reports of the corpus. */
  readonly from: number;
  readonly reports: number;
  /** Of a batch. */
  readonly reportsEach?: number;
}

/** What a round came to. */
export interface RoundResult {
  readonly seconds: number;
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Milliseconds that half, and that 99 of 100 answers took at most. */
  readonly p50: number;
  readonly p99: number;
}

let lines: string[] = [];

function requestOf(path: string, type: string, body: Buffer, more = ''): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n${more}\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function requestsOf({ form, from, reports, reportsEach = 1 }: Round): Buffer[] {
  const part = lines.slice(from, from + reports);
  if (part.length < reports) throw new Error('The corpus has not so many reports.');
  if (form === 'single')
    return part.map((line) => requestOf('/v1/reports', 'application/json', Buffer.from(line)));
  if (form === 'graphql')
    return part.map((line) => requestOf('/graphql', 'application/json', Buffer.from(mutationOf(line))));
  const requests: Buffer[] = [];
  for (let at = 0; at < part.length; at += reportsEach) {
    // Level 1, as the import packs.
    const body = gzipSync(`${part.slice(at, at + reportsEach).join('\n')}\n`, { level: 1 });
    requests.push(requestOf('/v1/reports', 'application/x-ndjson', body, 'content-encoding: gzip\r\n'));
  }
  return requests;
}

async function run(round: Round): Promise<RoundResult> {
  const requests = requestsOf(round);
  const connections = await Promise.all(
    Array.from({ length: round.connections }, () => Connection.open(round.port)),
  );
  const byStatus: Record<string, number> = {};
  const took: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      while (next < requests.length) {
        const request = requests[next] as Buffer;
        next += 1;
        const sent = performance.now();
        const status = await connection.send(request);
        took.push(performance.now() - sent);
        byStatus[status] = (byStatus[status] ?? 0) + 1;
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  for (const connection of connections) connection.close();
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { seconds, requests: requests.length, byStatus, p50: at(0.5), p99: at(0.99) };
}

answerParent({
  read: async (file: string) => {
    lines = await readLines(file);
    return lines.length;
  },
  run,
});
