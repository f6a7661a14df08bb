import type { ProcessKit } from '@hearth/process';
import { StartError } from './prepare-home';

/** The client under whose name the demonstration records its customers. */
export const DEMONSTRATION_CLIENT = 'demonstration';

/** Refuses keys and rows of a demonstration: `hearth serve` is the real thing. Throws StartError DEMONSTRATION_REFUSED. */
export async function refuseDemonstration(kit: ProcessKit, demonstrationKeys: boolean): Promise<void> {
  if (demonstrationKeys) {
    throw new StartError(
      'DEMONSTRATION_REFUSED',
      'These keys were made by npm start for its demonstration: set HEARTH_HOME to a folder of its own.',
    );
  }
  const personal = await kit.room('personal', 'customer-records');
  const rows = await personal.read((m) =>
    m.query<unknown[]>('SELECT 1 FROM customers WHERE recorded_by = ? LIMIT 1', [DEMONSTRATION_CLIENT]),
  );
  if (rows.length > 0) {
    throw new StartError(
      'DEMONSTRATION_REFUSED',
      'The personal room holds invented companies of the demonstration: begin with empty rooms.',
    );
  }
}
