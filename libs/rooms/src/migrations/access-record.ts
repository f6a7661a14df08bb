import type { QueryRunner, TableColumnOptions } from 'typeorm';
import {
  blob,
  bytes,
  createTables,
  ForwardMigration,
  id,
  key,
  long,
  nullable,
  whole,
  words,
} from './forward';

// SQLite counts by itself only in a column that is called INTEGER.
function counted(queryRunner: QueryRunner, name: string): TableColumnOptions {
  const type = queryRunner.dataSource.options.type === 'better-sqlite3' ? 'integer' : 'bigint';
  return { name, type, isPrimary: true, isGenerated: true, generationStrategy: 'increment' };
}

/** What was released to whom, as a hash chain per writer; and to whose customers, by commitment. */
export class CreateReleaseEntries1760000000030 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'release_entries',
        columns: [
          counted(queryRunner, 'seq'),
          words('writer', 32),
          long('idx'),
          bytes('request_id', 16),
          long('at'),
          words('type', 64),
          words('reader', 64),
          words('audience', 32),
          words('purpose', 32),
          nullable(words('party', 64)),
          nullable(words('token', 64)),
          words('clauses', 255),
          words('policy_version', 32),
          bytes('operation_hash', 32),
          // A bitmap over the published numbering in libs/release-record.
          bytes('categories', 16),
          whole('rows_released'),
          bytes('previous', 32),
          bytes('hash', 32),
        ],
        // Two processes under one name fork a chain: the second is refused by this, and releases nothing.
        uniques: [{ name: 'release_entries_place', columnNames: ['writer', 'idx'] }],
        indices: [
          { name: 'release_entries_at', columnNames: ['at'] },
          { name: 'release_entries_reader', columnNames: ['reader', 'seq'] },
          { name: 'release_entries_token', columnNames: ['token', 'seq'] },
        ],
      },
      {
        name: 'release_customers',
        columns: [key(words('writer', 32)), key(long('idx')), key(bytes('commitment', 32))],
        indices: [{ name: 'release_customers_commitment', columnNames: ['commitment'] }],
      },
    ]);
  }
}

/** The key of each customer under which the record refers to it: to destroy it is to make its entries nobody's. */
export class CreateCommitmentKeys1760000000031 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'commitment_keys',
        columns: [key(id('customer')), { name: 'wrapped', type: 'varbinary', length: '255' }],
      },
    ]);
  }
}

/** Signed heads of the chains, with the right edge of the Merkle tree so that a writer goes on without reading it all. */
export class CreateReleaseHeads1760000000032 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'release_heads',
        columns: [
          // In the order of signing: whatever a head refers to has a smaller number.
          counted(queryRunner, 'seq'),
          words('writer', 32),
          long('size'),
          bytes('root', 32),
          bytes('chain_hash', 32),
          blob('frontier'),
          // The newest heads of all writers then, as JSON: they are read with the head, and searched by nobody.
          { name: 'links', type: 'text' },
          long('at'),
          bytes('signature', 64),
        ],
        uniques: [{ name: 'release_heads_place', columnNames: ['writer', 'size'] }],
      },
    ]);
  }
}

/** The first form of the record, which no released version wrote. What a development copy has of it is let go. */
export class DropReleaseRecords1760000000033 extends ForwardMigration {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropTable('release_records', true);
  }
}
