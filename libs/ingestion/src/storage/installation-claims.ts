import type { ClaimVerdict } from '@hearth/catalogue';
import { standingOf } from '@hearth/catalogue';
import { decideAction } from '@hearth/policy';
import { lockForUpdate, upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { InstallationClaims, OwnSubjects } from '../domain/claim';
import { ACTION_OF, effectOf } from '../domain/claim';
import { actingGrant, Withheld } from '../domain/row-grant';
import { addCorrections, markDirty } from './count-changes';
import { bytes, hex } from './hexadecimal';
import { rowPredicate } from './row-predicate';
import type { UsageStoreParts } from './usage-store';

interface InstallationRow {
  readonly subject: string;
  readonly product: string;
  readonly needsConfirmation: boolean;
}

/** What is said stands here between the lock and the word itself; it is never committed. */
const NOTHING_SAID = '';

async function readOwn(
  { reader, policy, pseudonymKey, now }: UsageStoreParts,
  m: EntityManager,
  installation: string,
): Promise<InstallationRow | undefined> {
  const where = rowPredicate(actingGrant(policy, reader), 'i.subject', pseudonymKey, now());
  const [row] = await m.query<Record<string, unknown>[]>(
    `SELECT i.subject, i.product, i.needs_confirmation FROM installations i
      WHERE i.id = ? AND EXISTS (SELECT 1 FROM subjects j WHERE j.subject = i.subject) AND ${where.sql}`,
    [bytes(installation), ...where.parameters],
  );
  if (row === undefined) return undefined;
  return {
    subject: hex(row['subject']),
    product: row['product'] as string,
    needsConfirmation: Number(row['needs_confirmation']) !== 0,
  };
}

/** What was said before, its row locked until the unit ends, so that of two who speak at once one is the last. */
async function lockClaim(
  m: EntityManager,
  installation: string,
  { subject }: InstallationRow,
): Promise<ClaimVerdict | null> {
  const key = bytes(installation);
  const columns = ['installation', 'subject', 'verdict', 'audience', 'claimed_at'];
  await upsertRows(m, 'installation_claims', columns, [[key, bytes(subject), NOTHING_SAID, '', 0]], {
    key: ['installation'],
    update: 'ignore',
  });
  const [claim] = await m.query<{ verdict: string }[]>(
    `SELECT verdict FROM installation_claims WHERE installation = ?${lockForUpdate(m)}`,
    [key],
  );
  return claim === undefined || claim.verdict === NOTHING_SAID ? null : (claim.verdict as ClaimVerdict);
}

async function write(
  parts: UsageStoreParts,
  m: EntityManager,
  installation: string,
  verdict: ClaimVerdict,
  own: OwnSubjects,
): Promise<boolean> {
  const found = await readOwn(parts, m, installation);
  if (found === undefined || !(own === 'all' || own.has(found.subject))) return false;
  const said = await lockClaim(m, installation, found);
  if (said === verdict) return true;
  const now = parts.now();
  await m.query(
    'UPDATE installation_claims SET verdict = ?, audience = ?, claimed_at = ? WHERE installation = ?',
    [verdict, parts.reader.audience, now, bytes(installation)],
  );
  const days = await m.query<{ day: number }[]>('SELECT DISTINCT day FROM facts WHERE installation = ?', [
    bytes(installation),
  ]);
  const { product } = found;
  const effect = effectOf(
    standingOf(said, found.needsConfirmation),
    verdict,
    { product, days: days.map(({ day }) => Number(day)) },
    now,
  );
  await markDirty(
    m,
    effect.months.map((month) => ({ month, product })),
  );
  await addCorrections(m, effect.corrections, now);
  return true;
}

/** What one reader may say of installations. Who said it is kept as an audience, and as nobody's name. */
export function createInstallationClaims(parts: UsageStoreParts): InstallationClaims {
  const { usage, reader, policy } = parts;
  return {
    async claim(installation, verdict, own) {
      const action = ACTION_OF[verdict];
      const decision = decideAction(policy, reader, action);
      if (!decision.allowed) throw new Withheld(decision, { action });
      return usage.write((m) => write(parts, m, installation, verdict, own));
    },
  };
}
