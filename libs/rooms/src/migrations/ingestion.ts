import type { QueryRunner } from 'typeorm';
import {
  addColumns,
  bytes,
  createTables,
  ForwardMigration,
  key,
  long,
  nullable,
  whole,
  words,
} from './forward';

/** How large a half is and whose product's, so that what is held can be bounded and counted without opening it. */
export class MeasureHalves1760000000060 extends ForwardMigration {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumns(queryRunner, 'halves', {
      bytes: 'int NOT NULL DEFAULT 0',
      product: "varchar(32) NOT NULL DEFAULT ''",
    });
    await queryRunner.query('UPDATE halves SET bytes = LENGTH(sealed) WHERE bytes = 0');
  }
}

/**
 * When what is counted came in, from which retention counts. Rows from before take the time of the report that speaks in them,
 * and where that is gone, the time at which it observed.
 */
export class AddReceiptTimes1760000000061 extends ForwardMigration {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumns(queryRunner, 'facts', {
      last_received: 'bigint NOT NULL DEFAULT 0',
      late: 'int NOT NULL DEFAULT 0',
    });
    await addColumns(queryRunner, 'month_states', { last_received: 'bigint NOT NULL DEFAULT 0' });
    await addColumns(queryRunner, 'installations', { last_received: 'bigint NOT NULL DEFAULT 0' });
    for (const [table, observed] of [
      ['facts', 'last_observed'],
      ['month_states', 'last_observed'],
      ['installations', 'last_seen'],
    ] as const) {
      await queryRunner.query(
        `UPDATE ${table} SET last_received = COALESCE(
          (SELECT received_at FROM reports WHERE reports.id = ${table}.last_report), ${observed})
          WHERE last_received = 0`,
      );
    }
  }
}

/** What tells an installation from a copy of it: its key, and whether its agreement wants it confirmed by somebody. */
export class AddInstallationKeys1760000000062 extends ForwardMigration {
  async up(queryRunner: QueryRunner): Promise<void> {
    await addColumns(queryRunner, 'installations', {
      public_key: 'binary(32) NULL',
      // 0 where the agreement under which it first reported says that none need be confirmed, as all from before are.
      needs_confirmation: 'tinyint NOT NULL DEFAULT 0',
      // By how many seconds its clock was ahead of ours at its last signed request; null where it never signed.
      clock_ahead: 'int NULL',
    });
    await addColumns(queryRunner, 'subjects', { needs_confirmation: 'tinyint NOT NULL DEFAULT 0' });
  }
}

/** The chain of an installation's reports, from which copies of it are told. Digests are cut to 16 bytes. */
export class CreateLinks1760000000063 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'links',
        columns: [
          key(bytes('installation', 16)),
          key(long('sequence')),
          key(bytes('report', 16)),
          // What it continues; null where the installation could not keep its state.
          nullable(bytes('previous', 16)),
          bytes('digest', 16),
          words('version', 64),
          long('observed_at'),
          long('counters_since'),
          nullable(long('uptime_seconds')),
          long('received_at'),
        ],
        indices: [{ name: 'links_received_at', columnNames: ['received_at'] }],
      },
    ]);
  }
}

/** What changed figures of a day after it had closed, counted by reason: no customer and no installation is in it. */
export class CreateCorrections1760000000064 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'corrections',
        columns: [
          key(whole('day')),
          key(words('product', 32)),
          key(words('reason', 32)),
          long('count_value'),
          long('first_at'),
          long('last_at'),
        ],
      },
    ]);
  }
}

/** Who said of an installation that it is theirs, or that it is not: the last word stands. */
export class CreateInstallationClaims1760000000065 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'installation_claims',
        columns: [
          key(bytes('installation', 16)),
          bytes('subject', 16),
          words('verdict', 16),
          words('audience', 32),
          long('claimed_at'),
        ],
        indices: [{ name: 'installation_claims_subject', columnNames: ['subject'] }],
      },
    ]);
  }
}

/** Whether an agreement wants each new installation confirmed; those from before do not. */
export class AddAgreementConfirmation1760000000066 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return addColumns(queryRunner, 'agreements', { needs_confirmation: 'tinyint NOT NULL DEFAULT 0' });
  }
}
