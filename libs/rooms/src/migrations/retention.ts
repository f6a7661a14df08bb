import type { QueryRunner } from 'typeorm';
import { addColumns, bytes, createTables, ForwardMigration, key, long, whole } from './forward';

/**
 * When the first rows of a month went. From then on its roll-up stays as it is: computed anew, it would be of what happens to
 * be left.
 */
export class CloseMonths1760000000080 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return addColumns(queryRunner, 'dirty_months', { closed_at: 'bigint NULL' });
  }
}

/**
 * What the first fact that is kept of an installation and start is measured from, once the fact before it has gone: without it
 * that day's increase would be all that was ever counted. It goes with the last fact that it stands before.
 */
export class CreateCounterBases1760000000081 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'counter_bases',
        columns: [
          key(bytes('installation', 16)),
          key(long('counters_since')),
          bytes('subject', 16),
          whole('day'),
          { name: 'counters', type: 'mediumtext' },
        ],
        indices: [{ name: 'counter_bases_subject', columnNames: ['subject'] }],
      },
    ]);
  }
}
