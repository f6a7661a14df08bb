import type {
  MigrationInterface,
  QueryRunner,
  TableColumnOptions,
  TableIndexOptions,
  TableUniqueOptions,
} from 'typeorm';
import { Table } from 'typeorm';

/** Migrations go forward only: what a released version made is changed by the next migration, never unmade. */
export abstract class ForwardMigration implements MigrationInterface {
  abstract up(queryRunner: QueryRunner): Promise<void>;

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations of the rooms go forward only.'));
  }
}

export interface TableSpec {
  readonly name: string;
  readonly columns: readonly TableColumnOptions[];
  readonly indices?: readonly TableIndexOptions[];
  readonly uniques?: readonly TableUniqueOptions[];
}

/**
 * Makes tables, each only where it is missing: MySQL commits every DDL statement on its own, so a migration that was cut
 * off half-way is run again from its start. On MySQL unique constraints are unique indices.
 */
export async function createTables(queryRunner: QueryRunner, tables: readonly TableSpec[]): Promise<void> {
  for (const { name, columns, indices = [], uniques = [] } of tables) {
    const table = new Table({ name, columns: [...columns], indices: [...indices], uniques: [...uniques] });
    await queryRunner.createTable(table, true);
  }
}

/**
 * Adds columns to a table, each only where it is missing, as `ALTER TABLE` takes them in both dialects: TypeORM's own way would
 * build an SQLite table anew. `columns` gives each column's type and constraint.
 */
export async function addColumns(
  queryRunner: QueryRunner,
  table: string,
  columns: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, type] of Object.entries(columns)) {
    if (!(await queryRunner.hasColumn(table, name)))
      await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type}`);
  }
}

/** A primary key's column: `key(bytes('id', 16))`. */
export const key = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isPrimary: true });
export const nullable = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });

/** Fixed bytes: a UUID, a digest. */
export const bytes = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'binary',
  length: `${length}`,
});
export const blob = (name: string): TableColumnOptions => ({ name, type: 'blob' });
export const words = (name: string, length: number): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: `${length}`,
});
/** An id of Hearth's own: a prefix and 22 characters. */
export const id = (name: string): TableColumnOptions => words(name, 32);
/** A day as YYYY-MM-DD. */
export const date = (name: string): TableColumnOptions => ({ name, type: 'char', length: '10' });
export const whole = (name: string): TableColumnOptions => ({ name, type: 'int' });
/** A signed 64-bit integer: a count, a revision, or UTC milliseconds. Unsigned would not be exact on SQLite. */
export const long = (name: string): TableColumnOptions => ({ name, type: 'bigint' });
