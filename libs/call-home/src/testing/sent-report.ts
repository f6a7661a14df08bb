import { createHash } from 'node:crypto';

/** What the tests read of a report that was sent. */
export interface SentReport {
  readonly id: string;
  readonly installationId: string;
  readonly sequence: number;
  readonly reason: string;
  readonly countersSince: string;
  readonly counters: Readonly<Record<string, number | string>>;
  readonly publicKey?: string;
  readonly previous?: string;
}

interface Sent {
  readonly body: Buffer;
}

/** The report in a body. */
export const reportOf = ({ body }: Sent): SentReport => JSON.parse(body.toString()) as SentReport;

/** What the next report names as the one before it. */
export const linkOf = ({ body }: Sent): string => createHash('sha256').update(body).digest('base64url');
