import type { QueryRunner } from 'typeorm';
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

/** What customers permitted to outside parties. The permission itself is encrypted; scopes are derived from the rest. */
export class CreateConsents1760000000040 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'consents',
        columns: [
          key(id('id')),
          id('customer'),
          words('party', 40),
          words('purpose', 16),
          words('categories', 255),
          blob('text'),
          long('from_at'),
          nullable(long('until_at')),
          long('granted_at'),
          nullable(long('withdrawn_at')),
        ],
        indices: [{ name: 'consents_customer', columnNames: ['customer'] }],
      },
    ]);
  }
}

/** Requests of customers about their data. A request outlives its customer's erasure, without its words. */
export class CreateRequests1760000000041 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'requests',
        columns: [
          key(id('id')),
          id('customer'),
          words('kind', 16),
          nullable(blob('text')),
          nullable(blob('answer')),
          long('received_at'),
          long('due_at'),
          nullable(long('answered_at')),
        ],
        indices: [
          { name: 'requests_customer', columnNames: ['customer'] },
          { name: 'requests_received_at', columnNames: ['received_at', 'id'] },
        ],
      },
    ]);
  }
}

/** Quotes under the customer's key; beside them, in the clear, only what it approved for the public and while it does. */
export class CreateReferences1760000000042 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'customer_references',
        columns: [
          key(id('id')),
          id('customer'),
          whole('version'),
          nullable(id('replaces')),
          words('channels', 64),
          blob('company_name'),
          blob('quote'),
          nullable(blob('attribution')),
          words('proposed_by', 64),
          long('proposed_at'),
          nullable(long('approved_at')),
          nullable(long('withdrawn_at')),
        ],
        indices: [{ name: 'customer_references_customer', columnNames: ['customer'] }],
      },
      {
        name: 'published_references',
        columns: [
          key(id('id')),
          id('customer'),
          { name: 'company_name', type: 'text' },
          { name: 'quote', type: 'text' },
          nullable({ name: 'attribution', type: 'text' }),
          long('approved_at'),
        ],
        indices: [{ name: 'published_references_customer', columnNames: ['customer'] }],
      },
    ]);
  }
}

/** Customers whose scopes of cases and consents have still to be carried to the access room. */
export class CreateScopeOutbox1760000000043 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      { name: 'scope_outbox', columns: [key(id('customer')), long('revision')] },
    ]);
  }
}

/** That a customer was erased: no name and no key, but a keyed digest by which no system records it again unawares. */
export class CreateErasures1760000000044 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'erasures',
        columns: [
          key(id('customer')),
          id('request'),
          bytes('record_digest', 32),
          long('erased_at'),
          nullable(long('finished_at')),
        ],
        indices: [{ name: 'erasures_record', columnNames: ['record_digest'] }],
      },
    ]);
  }
}
