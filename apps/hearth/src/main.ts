import {
  demonstrationSettings,
  explainFailure,
  serveSettings,
  startDemonstration,
  startHearth,
} from '@hearth/assembly';
import { onStopSignals } from '@hearth/service';

const USAGE = `Usage: main.js <serve|demo>
  serve  the whole system in one process; configuration from the environment (docs/configuration.md)
  demo   the same on loopback, with an invented fleet and sample tokens (npm start)`;

async function main(command: string | undefined): Promise<void> {
  switch (command) {
    case 'serve': {
      const hearth = await startHearth(serveSettings());
      onStopSignals(() => hearth.close());
      return;
    }
    case 'demo': {
      const hearth = await startDemonstration({
        ...demonstrationSettings(),
        print: (text) => process.stdout.write(`${text}\n`),
      });
      onStopSignals(() => hearth.close());
      return;
    }
    default:
      process.stderr.write(`${USAGE}\n`);
      process.exitCode = command === '--help' ? 0 : 2;
  }
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`Hearth does not start:\n${explainFailure(error)}\n`);
  process.exitCode = 1;
});
