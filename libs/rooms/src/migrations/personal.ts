import type { QueryRunner } from 'typeorm';
import {
  blob,
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

/** Customers, and the key of each under which its personal columns are encrypted: to destroy it is to erase. */
export class CreateCustomers1760000000002 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'customers',
        columns: [
          key(id('id')),
          words('external_key', 64),
          words('recorded_by', 64),
          blob('company_name'),
          // A keyed digest of the name, to find it by; the key is not in any room.
          bytes('name_index', 32),
          nullable(words('industry', 3)),
          nullable(words('country', 2)),
          nullable(words('size_band', 16)),
          long('created_at'),
          long('updated_at'),
        ],
        uniques: [{ name: 'customers_external', columnNames: ['recorded_by', 'external_key'] }],
        indices: [{ name: 'customers_name_index', columnNames: ['name_index'] }],
      },
      {
        name: 'data_keys',
        columns: [key(id('customer')), { name: 'wrapped', type: 'varbinary', length: '255' }],
      },
    ]);
  }
}

export class CreateContacts1760000000003 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'contacts',
        columns: [
          key(id('id')),
          id('customer'),
          words('external_key', 64),
          blob('name'),
          blob('email'),
          nullable(blob('role')),
        ],
        uniques: [{ name: 'contacts_external', columnNames: ['customer', 'external_key'] }],
      },
    ]);
  }
}

/** Agreements and what they entitle to; reports are tied to one by the keyed digest of its licence key. */
export class CreateAgreements1760000000004 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'agreements',
        columns: [
          key(id('id')),
          id('customer'),
          words('external_key', 64),
          blob('order_number'),
          words('edition', 32),
          date('starts_on'),
          nullable(date('ends_on')),
          blob('licence_key'),
          bytes('licence_hash', 32),
          blob('licence_hint'),
        ],
        uniques: [
          { name: 'agreements_external', columnNames: ['customer', 'external_key'] },
          { name: 'agreements_licence', columnNames: ['licence_hash'] },
        ],
      },
      {
        name: 'entitlements',
        columns: [
          key(id('agreement')),
          key(words('metric', 64)),
          long('limit_value'),
          words('measure', 24),
          words('period', 16),
          whole('tolerance_percent'),
        ],
      },
    ]);
  }
}

/** What installations said about who they belong to. It never changes a customer by itself. */
export class CreateSightings1760000000005 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'sightings',
        columns: [
          key(bytes('id', 16)),
          id('customer'),
          bytes('installation', 16),
          nullable(blob('company_name')),
          nullable(blob('email')),
          nullable(blob('address')),
          long('observed_at'),
          long('received_at'),
          { name: 'differs', type: 'tinyint' },
        ],
        indices: [
          { name: 'sightings_customer', columnNames: ['customer', 'received_at'] },
          { name: 'sightings_received_at', columnNames: ['received_at'] },
        ],
      },
    ]);
  }
}

/** Who may see which customer, so that this room's door decides on its own evidence. */
export class CreatePersonalScope1760000000006 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'scope',
        columns: [
          key(words('party', 64)),
          key(id('customer')),
          // '*' stands for all that the policy's rule allows.
          key(words('category', 64)),
          nullable(long('until_at')),
          long('version'),
        ],
        indices: [{ name: 'scope_customer', columnNames: ['customer'] }],
      },
    ]);
  }
}

/** Customers whose pseudonym and scopes have still to be published to the usage room. */
export class CreatePersonalOutbox1760000000007 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [{ name: 'outbox', columns: [key(id('customer')), long('revision')] }]);
  }
}
