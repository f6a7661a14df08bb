import { join, resolve } from 'node:path';
import { CLIENT_SETTINGS, GRAPH_SETTINGS, PROCESS_SETTINGS, STORAGE_SETTINGS } from '@hearth/process';
import { readConfig } from '@hearth/service';

/** What the commands read of the environment. Throws ConfigError with every fault at once. */
export function cliConfig() {
  const config = readConfig(
    { ...PROCESS_SETTINGS, ...STORAGE_SETTINGS, ...GRAPH_SETTINGS, ...CLIENT_SETTINGS },
    process.env,
  );
  const home = resolve(config.home);
  return { ...config, home, keysFolder: resolve(config.keysFolder ?? join(home, 'keys')) };
}
