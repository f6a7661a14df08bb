import type { HeldReport } from '@hearth/ingestion';

/** A held or refused report as the crossing hands it back; undefined where it is none. */
export function heldReportIn(body: unknown): HeldReport | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { report, receivedAt, address, signedBy, sentAt, link, origin } = body as Partial<HeldReport>;
  if (report === undefined || !Number.isSafeInteger(receivedAt) || typeof address !== 'string')
    return undefined;
  return {
    report,
    receivedAt: receivedAt as number,
    address,
    ...(typeof signedBy === 'string' ? { signedBy } : {}),
    ...(Number.isSafeInteger(sentAt) ? { sentAt: sentAt as number } : {}),
    ...(typeof link === 'object' && link !== null ? { link } : {}),
    ...(origin === 'refused' ? { origin } : {}),
  };
}
