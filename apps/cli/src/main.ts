import { explainFailure, serveSettings, startHearth } from '@hearth/assembly';
import { SendError } from '@hearth/report-import';
import { onStopSignals } from '@hearth/service';
import { Command } from 'commander';
import { addAudit } from './commands/audit';
import { addDatabase } from './commands/database';
import { addFailures } from './commands/failures';
import { addImport } from './commands/import';
import { addPolicy } from './commands/policy';
import { addPolicyVersions } from './commands/policy-versions';
import { addPolicyExplain } from './commands/policy-explain';
import { addPolicyTrace } from './commands/policy-trace';
import { addToken } from './commands/token';

const program = new Command('hearth')
  .description('A call-home data platform that keeps its privacy policy by construction.')
  .version('0.1.0')
  .showHelpAfterError()
  .addHelpText(
    'after',
    '\nSettings come from the environment: docs/configuration.md. To look around first: npm start.',
  );

program
  .command('serve')
  .description('run the whole system in one process; stops in order on SIGTERM')
  .action(async () => {
    const hearth = await startHearth(serveSettings());
    onStopSignals(() => hearth.close());
  });
addToken(program);
addImport(program);
addFailures(program);
addDatabase(program);
addPolicy(program);
addPolicyVersions(program);
addPolicyExplain(program);
addAudit(program);
addPolicyTrace(program);

program.parseAsync().catch((error: unknown) => {
  // Sentences of the commands themselves; what the system or a library throws carries a code or a class of its own.
  const ours =
    error instanceof SendError ||
    (error instanceof Error && error.constructor === Error && !('code' in error));
  process.stderr.write(ours ? `hearth: ${error.message}\n` : `hearth:\n${explainFailure(error)}\n`);
  process.exitCode = 1;
});
