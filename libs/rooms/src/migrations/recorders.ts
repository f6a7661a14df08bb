import type { QueryRunner } from 'typeorm';
import { createTables, ForwardMigration, id, key, words } from './forward';

/** Which system recorded a customer, for the doors that do not look into the personal room. Published from there. */
export class CreateCustomerRecorders1760000000050 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      { name: 'customer_recorders', columns: [key(id('customer')), words('recorded_by', 64)] },
    ]);
  }
}

/** Marks every customer once, so that the next publication says of those recorded before who recorded them. */
export class MarkCustomersForRecorders1760000000051 extends ForwardMigration {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Revisions otherwise begin with milliseconds, so that none is ever 1 again.
    await queryRunner.query(`INSERT INTO outbox (customer, revision)
      SELECT c.id, 1 FROM customers c WHERE c.id NOT IN (SELECT o.customer FROM outbox o)`);
  }
}
