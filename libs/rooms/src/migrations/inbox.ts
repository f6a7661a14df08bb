import type { QueryRunner } from 'typeorm';
import { bytes, createTables, ForwardMigration, key, long, nullable, words } from './forward';

/** Identifying halves and held reports, sealed; in the clear only what the crossing must sort by. */
export class CreateHalves1760000000001 extends ForwardMigration {
  up(queryRunner: QueryRunner): Promise<void> {
    return createTables(queryRunner, [
      {
        name: 'halves',
        columns: [
          key(bytes('id', 16)),
          words('kind', 16),
          long('received_at'),
          nullable(words('code', 40)),
          nullable(words('path', 255)),
          { name: 'sealed', type: 'mediumblob' },
        ],
        indices: [{ name: 'halves_received_at', columnNames: ['received_at'] }],
      },
    ]);
  }
}
