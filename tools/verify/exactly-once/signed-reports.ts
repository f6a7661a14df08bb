import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Intake, ReadLine } from '@hearth/ingestion';
import { parseReport, type WireReport } from '@hearth/report';

const DIGEST_BYTES = 16;

/** Hands signed reports to the intake as the door does when it has verified the signature: who signed, and how they chain. */
async function submitSigned(intake: Intake, now: () => number, request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const texts = Buffer.concat(chunks).toString('utf8').trimEnd().split('\n');
  const reports = texts.map((text) => JSON.parse(text) as WireReport);
  const lines = reports.map((report, index): ReadLine => {
    const text = texts[index] as string;
    const digest = createHash('sha256')
      .update(text)
      .digest('hex')
      .slice(0, 2 * DIGEST_BYTES);
    const previous =
      report.previous === undefined
        ? null
        : Buffer.from(report.previous, 'base64url')
            .toString('hex')
            .slice(0, 2 * DIGEST_BYTES);
    return {
      line: index + 1,
      bytes: text.length,
      outcome: parseReport(report, now()),
      product: report.product,
      link: { previous, digest },
    };
  });
  const publicKey = Buffer.from(reports[0]?.publicKey ?? '', 'base64url').toString('hex');
  return { receipts: await intake.submit(lines, '127.0.0.1', { publicKey, createdAt: now() }) };
}

/** Answers a request of signed reports. */
export function signedReports(
  intake: Intake,
  now: () => number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  submitSigned(intake, now, request).then(
    (body) => response.end(Buffer.from(JSON.stringify(body))),
    () => response.writeHead(503).end(Buffer.from('{}')),
  );
}
