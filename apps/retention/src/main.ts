// Retention as a process of its own: removes from four rooms, by an account for each, what has stayed as long as the policy in
// force lets it. With --once it goes through once and ends; with --dry-run it counts what would go, and removes nothing.
import { policyInForce } from '@hearth/decision-evidence';
import { POLICY_VERSIONS } from '@hearth/policy';
import { RETENTION_SETTINGS, retentionObserver, serveProcess, type ProcessKit } from '@hearth/process';
import {
  createRetention,
  RETENTION_LOOK_SECONDS,
  whenDue,
  type RetentionJob,
  type RetentionRun,
} from '@hearth/retention';
import { environment } from './config';
import { describeRun } from './describe-run';

const USAGE = `Usage: main.js [--once | --dry-run]
  (nothing)  now, and then every HEARTH_RETENTION_HOURS
  --once     go through once, then end; 1 where a class could not be removed
  --dry-run  count what would be removed now, by class, and remove nothing`;

const MODES = ['--once', '--dry-run'];
const [mode, ...more] = process.argv.slice(2);

async function retentionOf(
  kit: ProcessKit,
): Promise<{ readonly job: RetentionJob; readonly onRun: (run: RetentionRun) => void }> {
  const access = await kit.room('access', 'retention-access');
  const observer = retentionObserver(kit);
  const job = createRetention({
    rooms: {
      inbox: await kit.room('inbox', 'retention-inbox'),
      personal: await kit.room('personal', 'retention-personal'),
      usage: await kit.room('usage', 'retention-usage'),
      access,
    },
    policy: () => policyInForce(access, POLICY_VERSIONS),
    now: kit.now,
    onRemoved: observer.removed,
    onError: observer.failed,
  });
  return { job, onRun: observer.ran };
}

async function once(kit: ProcessKit): Promise<void> {
  const { job } = await retentionOf(kit);
  const run = await (mode === '--dry-run' ? job.dryRun() : job.runOnce());
  process.stdout.write(describeRun(run));
  if (run.failed.length + run.unknown.length > 0) process.exitCode = 1;
}

if (more.length > 0 || (mode !== undefined && !MODES.includes(mode))) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = mode === '--help' ? 0 : 2;
} else {
  void serveProcess({
    name: 'retention',
    settings: RETENTION_SETTINGS,
    env: environment(),
    ...(mode === undefined ? {} : { once }),
    start: async ({ kit, config }) => {
      const { job, onRun } = await retentionOf(kit);
      kit.every(
        RETENTION_LOOK_SECONDS,
        'retention',
        whenDue({ job, hours: config.retentionHours, now: kit.now, onRun }),
      );
      // Closed before the timer, which waits for the run under way.
      kit.onClose(() => Promise.resolve(job.stop()));
      return undefined;
    },
  });
}
