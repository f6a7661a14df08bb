import type { QueryRunner } from 'typeorm';
import {
  bytes,
  createTables,
  date,
  ForwardMigration,
  id,
  key,
  long,
  nullable,
  whole,
  words,
} from './forward';

export class CreatePolicyVersions1760000000017 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'policy_versions',
        columns: [key(words('version', 16)), long('activated_at'), { name: 'document', type: 'mediumtext' }],
      },
    ]);
  }
}

/** Partners, what is assigned to them, and which assignments have still to be published as scopes. */
export class CreatePartners1760000000018 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'partners',
        columns: [
          key(id('id')),
          words('external_key', 64),
          words('recorded_by', 64),
          words('name', 200),
          nullable(date('contract_ends_on')),
        ],
        uniques: [{ name: 'partners_external', columnNames: ['recorded_by', 'external_key'] }],
      },
      {
        name: 'assignments',
        columns: [
          key(id('partner')),
          key(id('customer')),
          key(words('role', 16)),
          words('recorded_by', 64),
          date('starts_on'),
          nullable(date('ends_on')),
          long('revision'),
        ],
        indices: [{ name: 'assignments_customer', columnNames: ['customer'] }],
      },
      { name: 'outbox', columns: [key(id('partner')), key(id('customer')), long('revision')] },
    ]);
  }
}

/** Which cases, orders and consented parties may see what of whom: for partners the assignments themselves say it. */
export class CreateAccessScope1760000000021 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'scope',
        columns: [
          key(words('party', 64)),
          key(id('customer')),
          key(words('category', 64)),
          nullable(long('until_at')),
          long('version'),
        ],
        indices: [{ name: 'access_scope_customer', columnNames: ['customer'] }],
      },
    ]);
  }
}

/** Tokens withdrawn before their time, kept until that time. */
export class CreateRevokedTokens1760000000019 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      { name: 'revoked_tokens', columns: [key(words('id', 64)), long('until_at')] },
    ]);
  }
}

/** What was released to whom, as a hash chain per writer. */
export class CreateReleaseRecords1760000000020 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    // SQLite counts by itself only in a column that is called INTEGER.
    const counted = queryRunner.dataSource.options.type === 'better-sqlite3' ? 'integer' : 'bigint';
    return createTables(queryRunner, [
      {
        name: 'release_records',
        columns: [
          { name: 'seq', type: counted, isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          words('writer', 32),
          long('at'),
          words('reader', 64),
          words('audience', 32),
          words('purpose', 32),
          nullable(words('token', 64)),
          words('clause', 32),
          words('policy_version', 16),
          bytes('operation_hash', 32),
          { name: 'categories', type: 'text' },
          whole('rows_released'),
          bytes('previous', 32),
          bytes('hash', 32),
        ],
        indices: [{ name: 'release_records_writer', columnNames: ['writer', 'seq'] }],
      },
    ]);
  }
}
