import type { RoomDatabase } from '@hearth/storage';
import { runStatements, selectInStatements } from '@hearth/storage';
import type { KnownInstallation, KnownReport, KnownSubject } from '../domain/judge-group';
import { hex, written } from './hexadecimal';

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
  const known = selectInStatements(
    usage.dialect,
    'SELECT id, digest, outcome FROM reports WHERE id',
    [...new Set(reportKeys)].map(written),
  );
  const found = selectInStatements(
    usage.dialect,
    'SELECT licence_hash, subject, starts_on, needs_confirmation FROM subjects WHERE licence_hash',
    [...new Set(licences)].map(written),
  );
  return usage.read(async (m) => {
    const results = await runStatements(m, [...known, ...found]);
    const reports = new Map<string, KnownReport>();
    for (const row of results.slice(0, known.length).flat()) {
      reports.set(hex(row['id']), { digest: hex(row['digest']), outcome: row['outcome'] as string });
    }
    const subjects = new Map<string, KnownSubject>();
    for (const row of results.slice(known.length).flat()) {
      subjects.set(hex(row['licence_hash']), {
        subject: hex(row['subject']),
        startsAt: Date.parse(row['starts_on'] as string),
        needsConfirmation: Number(row['needs_confirmation']) !== 0,
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
  const statements = selectInStatements(
    usage.dialect,
    'SELECT id, identity_digest, public_key, needs_confirmation FROM installations WHERE id',
    [...new Set(installations)].map(written),
  );
  return usage.read(async (m) => {
    const rows = (await runStatements(m, statements)).flat();
    return new Map(
      rows.map((row) => [
        hex(row['id']),
        {
          identityDigest: hex(row['identity_digest']),
          publicKey: row['public_key'] === null ? null : hex(row['public_key']),
          needsConfirmation: Number(row['needs_confirmation']) !== 0,
        },
      ]),
    );
  });
}
