import type { QueryRunner } from 'typeorm';
import { createTables, ForwardMigration, key, long, whole, words } from './forward';

/** Counted per month and cell, with no customer and no installation in them. */
export class CreateCells1760000000015 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'cells',
        columns: [
          key(words('statistic', 64)),
          key(whole('month')),
          key(words('k1', 200)),
          key(words('k2', 100)),
          key(words('k3', 64)),
          long('value'),
          whole('customers'),
          whole('installations'),
        ],
      },
    ]);
  }
}

/** Which revision of each dirty month has been counted: kept here, as the roll-up writes nothing in the usage room. */
export class CreateDoneMonths1760000000016 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'done_months',
        columns: [
          key(whole('month')),
          key(words('product', 32)),
          long('revision'),
          long('subjects_revision'),
          long('done_at'),
        ],
      },
    ]);
  }
}
