import type { QueryRunner } from 'typeorm';
import { bytes, createTables, date, ForwardMigration, key, long, nullable, whole, words } from './forward';

/** Every report's id, once, with the versions that it was read by. */
export class CreateReports1760000000008 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'reports',
        columns: [
          key(bytes('id', 16)),
          bytes('digest', 16),
          nullable(bytes('installation', 16)),
          long('received_at'),
          { name: 'schema_version', type: 'smallint' },
          words('catalogue_version', 16),
          words('policy_version', 16),
          words('outcome', 20),
        ],
        indices: [{ name: 'reports_received_at', columnNames: ['received_at'] }],
      },
    ]);
  }
}

export class CreateInstallations1760000000009 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'installations',
        columns: [
          key(bytes('id', 16)),
          bytes('subject', 16),
          bytes('reported_id', 16),
          words('product', 32),
          words('version', 64),
          words('edition', 32),
          words('operating_system', 64),
          nullable(whole('cpus')),
          long('first_seen'),
          long('last_seen'),
          bytes('last_report', 16),
          bytes('identity_digest', 16),
        ],
        indices: [{ name: 'installations_subject', columnNames: ['subject', 'product'] }],
      },
    ]);
  }
}

/** What was counted, per installation, day and start of counting. The metrics of a row are one column: they are read whole. */
export class CreateFacts1760000000010 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'facts',
        columns: [
          key(bytes('installation', 16)),
          key(whole('day')),
          key(long('counters_since')),
          bytes('subject', 16),
          words('product', 32),
          { name: 'counters', type: 'mediumtext' },
          { name: 'gauges', type: 'mediumtext' },
          long('last_observed'),
          bytes('last_report', 16),
          whole('reports'),
        ],
        indices: [{ name: 'facts_subject', columnNames: ['subject', 'day'] }],
      },
    ]);
  }
}

/** The state of an installation at a month's last report, from which the month's cells are computed anew. */
export class CreateMonthStates1760000000011 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'month_states',
        columns: [
          key(whole('month')),
          key(bytes('installation', 16)),
          bytes('subject', 16),
          words('product', 32),
          whole('reports'),
          long('last_observed'),
          bytes('last_report', 16),
          words('version', 64),
          words('edition', 32),
          words('operating_system', 64),
          { name: 'state', type: 'mediumtext' },
        ],
      },
      { name: 'dirty_months', columns: [key(whole('month')), key(words('product', 32)), long('revision')] },
    ]);
  }
}

/** Refusals, held reports and dropped fields, counted by path; no sample and no identity. */
export class CreateFailures1760000000012 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'failures',
        columns: [
          key(words('code', 40)),
          key(words('path', 255)),
          key(words('product', 32)),
          words('kind', 16),
          long('count_value'),
          long('first_seen'),
          long('last_seen'),
        ],
      },
    ]);
  }
}

/** Whose a licence key is, under a pseudonym, with the demographics that statistics need; published by customer-records. */
export class CreateSubjects1760000000013 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'subjects',
        columns: [
          key(bytes('licence_hash', 32)),
          bytes('subject', 16),
          words('edition', 32),
          nullable(words('industry', 3)),
          nullable(words('country', 2)),
          nullable(words('size_band', 16)),
          date('starts_on'),
          nullable(date('ends_on')),
          { name: 'entitled', type: 'text' },
        ],
        indices: [{ name: 'subjects_subject', columnNames: ['subject'] }],
      },
      { name: 'subject_stamps', columns: [key(whole('id')), long('revision')] },
    ]);
  }
}

export class CreateUsageScope1760000000014 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'scope',
        columns: [
          key(words('party', 64)),
          key(bytes('subject', 16)),
          key(words('category', 64)),
          nullable(long('until_at')),
          long('version'),
        ],
        indices: [{ name: 'scope_subject', columnNames: ['subject'] }],
      },
    ]);
  }
}
