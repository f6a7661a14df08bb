import type { Logger, Metrics } from '@hearth/service';
import { Counter, Gauge } from 'prom-client';

interface Place {
  readonly class: string;
  readonly room: string;
  readonly table: string;
}

interface Run {
  readonly removed: readonly (Place & { readonly rows: number })[];
  readonly failed: readonly Place[];
  readonly unknown: readonly string[];
}

/** Counts and logs what retention removes, by class: how many rows, and nothing that tells whose. */
export function retentionObserver({
  metrics,
  logger,
  now,
}: {
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** UTC milliseconds. */
  readonly now: () => number;
}) {
  const rows = new Counter({
    name: 'hearth_retention_removed_rows_total',
    help: 'Rows removed because their time was over, by class of the retention schedule and table.',
    labelNames: ['class', 'table'],
    registers: [metrics],
  });
  const failures = new Counter({
    name: 'hearth_retention_failures_total',
    help: 'Classes that could not be removed in a run, by class and table.',
    labelNames: ['class', 'table'],
    registers: [metrics],
  });
  const lastWhole = new Gauge({
    name: 'hearth_retention_last_whole_run_timestamp_seconds',
    help: 'When a run last went through every class without a failure, in seconds since 1970.',
    registers: [metrics],
  });
  return {
    removed: ({ class: key, table, rows: gone }: Place & { readonly rows: number }): void =>
      rows.inc({ class: key, table }, gone),
    failed: (error: unknown, { class: key, room, table }: Place): void => {
      failures.inc({ class: key, table });
      logger.error({ err: error, class: key, room, table }, 'retention failed and will be tried again');
    },
    ran: ({ removed, failed, unknown }: Run): void => {
      if (unknown.length > 0)
        logger.error(
          { classes: unknown },
          'the policy in force names classes that this software cannot remove',
        );
      if (failed.length + unknown.length === 0) lastWhole.set(now() / 1_000);
      const gone = removed.filter((one) => one.rows > 0);
      logger.info({ removed: gone, failed: failed.length }, 'retention went through every class');
    },
  };
}
