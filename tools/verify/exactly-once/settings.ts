import type { Checks } from '../checks';
import type { ServedHome } from './served-home';

/** By which a commit that was acknowledged survives a power cut. FULL is 2 in SQLite's own words. */
const DURABLE: Readonly<Record<string, readonly string[]>> = {
  synchronous: ['2'],
  journal_mode: ['wal'],
  innodb_flush_log_at_trx_commit: ['1'],
  innodb_doublewrite: ['1', 'ON'],
};

/** Reads the settings back through the process that is proved, and holds them to those of production. */
export async function checkSettings(
  home: ServedHome,
  checks: Checks,
  on: (claim: string) => string,
): Promise<void> {
  const { settings = {} } = await home.insist({ do: 'read-settings' });
  for (const [name, value] of Object.entries(settings)) {
    const wanted = DURABLE[name];
    if (wanted === undefined) console.log(on(`${name}: ${value}`));
    else checks.holds(on(`${name}: ${value}`), wanted.includes(value));
  }
}
