import type { RoomDatabase } from '@hearth/storage';
import { selectIn } from '@hearth/storage';
import type { KnownInstallation, KnownReport, KnownSubject } from '../domain/judge-group';
import { bytes, hex } from './hexadecimal';

/** What the usage room knows of the reports of a group, read before anything is written. */
export interface UsageKnowledge {
  readonly reports: ReadonlyMap<string, KnownReport>;
  readonly subjects: ReadonlyMap<string, KnownSubject>;
}

/** Reads which report ids are known, and whom the licence keys belong to. Keys and hashes are hexadecimal. */
export function readKnowledge(
  usage: RoomDatabase,
  reportKeys: readonly string[],
  licences: readonly string[],
): Promise<UsageKnowledge> {
  return usage.read(async (m) => {
    const reports = new Map<string, KnownReport>();
    const known = (await selectIn(
      m,
      'SELECT id, digest, outcome FROM reports WHERE id',
      [...new Set(reportKeys)].map(bytes),
    )) as { id: Buffer; digest: Buffer; outcome: string }[];
    for (const row of known) reports.set(hex(row.id), { digest: hex(row.digest), outcome: row.outcome });
    const subjects = new Map<string, KnownSubject>();
    const found = (await selectIn(
      m,
      'SELECT licence_hash, subject, starts_on, needs_confirmation FROM subjects WHERE licence_hash',
      [...new Set(licences)].map(bytes),
    )) as { licence_hash: Buffer; subject: Buffer; starts_on: string; needs_confirmation: number }[];
    for (const row of found) {
      subjects.set(hex(row.licence_hash), {
        subject: hex(row.subject),
        startsAt: Date.parse(row.starts_on),
        needsConfirmation: Number(row.needs_confirmation) !== 0,
      });
    }
    return { reports, subjects };
  });
}

/** What is known of installations, by their keys. */
export function readInstallations(
  usage: RoomDatabase,
  installations: readonly string[],
): Promise<Map<string, KnownInstallation>> {
  return usage.read(async (m) => {
    const rows = (await selectIn(
      m,
      'SELECT id, identity_digest, public_key FROM installations WHERE id',
      [...new Set(installations)].map(bytes),
    )) as { id: Buffer; identity_digest: Buffer; public_key: Buffer | null }[];
    return new Map(
      rows.map((row) => [
        hex(row.id),
        {
          identityDigest: hex(row.identity_digest),
          publicKey: row.public_key === null ? null : hex(row.public_key),
        },
      ]),
    );
  });
}
