import { HEARTH_SETTINGS } from '@hearth/assembly';
import {
  CLIENT_SETTINGS,
  CROSSING_SETTINGS,
  GATEWAY_SETTINGS,
  GRAPH_SETTINGS,
  INTAKE_LIMIT_SETTINGS,
  INTAKE_SETTINGS,
  INTERNAL_SETTINGS,
  INTRUSION_SETTINGS,
  LISTEN_SETTINGS,
  PROCESS_SETTINGS,
  PUBLICATION_SETTINGS,
  REPLAY_SETTINGS,
  RETENTION_SETTINGS,
  ROLL_UP_SETTINGS,
  STORAGE_SETTINGS,
} from '@hearth/process';
import { describeConfig } from '@hearth/service';
import { page } from './markdown';

/** docs/configuration.md */
export function configurationPage(): string {
  return page(
    'Configuration',
    'libs/process and libs/assembly',
    'Settings come from the environment. A process reads all of them when it starts, says every fault at once, and exits.',
    '## hearth serve',
    describeConfig(HEARTH_SETTINGS).trim(),
    '## Every process of its own',
    describeConfig({ ...PROCESS_SETTINGS, ...STORAGE_SETTINGS, ...LISTEN_SETTINGS }).trim(),
    '## Besides: gateway',
    describeConfig({
      ...GRAPH_SETTINGS,
      ...GATEWAY_SETTINGS,
      ...INTAKE_SETTINGS,
      ...INTRUSION_SETTINGS,
    }).trim(),
    '## Besides: the four subgraphs',
    describeConfig(GRAPH_SETTINGS).trim(),
    '## Besides: customer-records and partner-access',
    describeConfig(PUBLICATION_SETTINGS).trim(),
    '## Besides: ingestion',
    describeConfig(REPLAY_SETTINGS).trim(),
    '## Besides: intake',
    describeConfig({ ...INTAKE_SETTINGS, ...INTAKE_LIMIT_SETTINGS, ...INTERNAL_SETTINGS }).trim(),
    '## Besides: crossing',
    describeConfig(CROSSING_SETTINGS).trim(),
    '## Besides: roll-up',
    describeConfig(ROLL_UP_SETTINGS).trim(),
    '## Besides: retention',
    describeConfig(RETENTION_SETTINGS).trim(),
    '## Besides: the command line',
    describeConfig(CLIENT_SETTINGS).trim(),
    '## Tests',
    [
      '| variable | meaning |',
      '| --- | --- |',
      '| `HEARTH_TEST_MYSQL_URL` | a MariaDB or MySQL server, with an account that may create schemas and users, on which the suites run too; `none` switches these suites off |',
      '| `HEARTH_REQUIRE_MYSQL` | `1`: the lack of such a server is a failure and no skip |',
      '| `HEARTH_DATA_DIR` | folder of the real data for the proofs that need it |',
    ].join('\n'),
  );
}
