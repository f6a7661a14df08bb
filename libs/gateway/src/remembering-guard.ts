import { createIntrusionGuard, intrusionLimits } from '@hearth/intrusion-detection';
import type { IntrusionGuard, IntrusionGuardOptions } from '@hearth/intrusion-detection';
import type { RoomDatabase } from '@hearth/storage';
import { readReaderDays } from './storage/reader-past';

const DAY_MS = 86_400_000;

/**
 * A guard that begins with what the record of releases says of readers: a restart forgets neither what of today's quotas is used,
 * at whichever gateway, nor what is usual for a reader.
 *
 * @param access the access room, as the account gateway
 */
export async function createRememberingGuard(
  options: IntrusionGuardOptions & { readonly access: RoomDatabase },
): Promise<IntrusionGuard> {
  const guard = createIntrusionGuard(options);
  const { historyDays } = intrusionLimits(options.limits);
  guard.seed(await readReaderDays(options.access, options.now() - historyDays * DAY_MS));
  return guard;
}
