import type { QueryRunner } from 'typeorm';
import { createTables, ForwardMigration, id, key, long, nullable, whole, words } from './forward';

/** Where a list of ids is one column: it is read whole, and by nothing else than its row. */
const list = (name: string) => ({ name, type: 'mediumtext' });

/**
 * One row that says how new the evidence is and which policy is in force: what every door reads before it decides.
 * Whoever changes what it stands for adds one to its revision in the same transaction.
 */
export class CreateDecisionStamp1760000000022 extends ForwardMigration {
  async up(queryRunner: QueryRunner): Promise<void> {
    await createTables(queryRunner, [
      {
        name: 'decision_stamp',
        columns: [key(whole('id')), long('revision'), nullable(words('policy_version', 16))],
      },
    ]);
    const rows = (await queryRunner.query('SELECT id FROM decision_stamp')) as unknown[];
    if (rows.length > 0) return;
    // What was in force before there was a stamp stays in force.
    await queryRunner.query(
      `INSERT INTO decision_stamp (id, revision, policy_version)
       VALUES (1, 1, (SELECT version FROM policy_versions ORDER BY activated_at DESC, version DESC LIMIT 1))`,
    );
  }
}

/** Versions that somebody proposed, and who else approved them. One version can be proposed again, to go back to it. */
export class CreatePolicyProposals1760000000023 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'policy_proposals',
        columns: [
          key(words('version', 16)),
          key(long('proposed_at')),
          { name: 'document', type: 'mediumtext' },
          words('proposed_by', 64),
          nullable(words('approved_by', 64)),
          nullable(long('approved_at')),
        ],
      },
    ]);
  }
}

/** Programs that hold tokens, and the tokens that were issued to them: of a token its id and its last characters, never the token. */
export class CreateClients1760000000024 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'clients',
        columns: [
          key(id('id')),
          words('name', 200),
          words('audience', 32),
          list('purposes'),
          nullable(words('party', 64)),
          nullable(id('customer')),
          words('registered_by', 64),
          long('registered_at'),
          nullable(long('revoked_at')),
        ],
        indices: [{ name: 'clients_party', columnNames: ['party'] }],
      },
      {
        name: 'issued_tokens',
        columns: [
          key(words('id', 64)),
          words('client', 64),
          words('audience', 32),
          list('purposes'),
          nullable(words('party', 64)),
          nullable(words('parent', 64)),
          words('issued_by', 64),
          long('issued_at'),
          long('expires_at'),
          words('hint', 8),
        ],
        indices: [
          { name: 'issued_tokens_client', columnNames: ['client', 'issued_at'] },
          { name: 'issued_tokens_parent', columnNames: ['parent'] },
          { name: 'issued_tokens_expires', columnNames: ['expires_at'] },
        ],
      },
    ]);
  }
}

/**
 * Court orders. Persons are client ids and customers are ids, so neither names anybody. The case reference is a court's own
 * number in the clear: its form (digits, few letters, no spaces) is checked before it is stored, so that no name fits in.
 * `revision` is what the order has become, `published` what the scopes of the rooms have been told of it.
 */
export class CreateCourtOrders1760000000025 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'court_orders',
        columns: [
          key(id('id')),
          words('case_reference', 40),
          list('persons'),
          list('customers'),
          list('categories'),
          long('from_at'),
          long('until_at'),
          nullable(long('sealed_until')),
          words('opened_by', 64),
          long('opened_at'),
          nullable(words('approved_by', 64)),
          nullable(long('approved_at')),
          nullable(words('closed_by', 64)),
          nullable(long('closed_at')),
          whole('revision'),
          whole('published'),
        ],
      },
    ]);
  }
}
