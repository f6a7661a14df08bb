import type { Category } from '@hearth/policy';
import type { EntityManager } from 'typeorm';
import { demand, grantsOf, rowsOf, scopeNamesFor } from '../domain/row-access';
import type { ReaderAccess } from '../domain/row-access';
import type { RowGrants } from '../domain/records';
import type { Row, Sql } from './sql';
import { every, joined, listOf, name, select, sql, textOf } from './sql';

const NEVER = sql`1 = 0`;
const ALWAYS = sql`1 = 1`;

/**
 * Turns what the policy says into SQL: which columns are named, and on which rows. Every statement that reads for somebody
 * is built from these pieces, over `customers AS c`, so that the database is never asked for what is not granted.
 */
export class Guard {
  constructor(
    readonly access: ReaderAccess,
    private readonly now: number,
  ) {}

  /** The rows of which the reader may learn that they exist. Throws AccessRefused where the policy allows none at all. */
  visible(): Sql {
    demand(this.access, 'company.record');
    // With a grant on any category of a customer, the customer is visible; which columns, each category's guard says.
    return rowsOf(this.access, 'company.record') === 'scoped'
      ? this.inScope(this.access.visibleBy)
      : this.rows('company.record');
  }

  /**
   * Of these customers those that a scope opens to the reader, where scopes decide; all of them otherwise. Asked of the scopes
   * alone and first, so that a customer of somebody else's costs no more time than one who does not exist.
   */
  async inReach(m: EntityManager, ids: readonly string[]): Promise<readonly string[]> {
    demand(this.access, 'company.record');
    if (rowsOf(this.access, 'company.record') !== 'scoped') return ids;
    const { party } = this.access.reader;
    if (party === undefined) return [];
    const rows = await select(
      m,
      sql`SELECT DISTINCT s.customer FROM scope s WHERE s.customer IN ${listOf(ids)} AND ${this.live(party)} AND s.category IN ${listOf(this.access.visibleBy)}`,
    );
    return rows.map((row) => String(row['customer']));
  }

  /** The rows on which the reader may have the category. Throws AccessRefused where the policy allows it nowhere. */
  granted(category: Category): Sql {
    demand(this.access, category);
    return this.rows(category);
  }

  /**
   * The list of columns to select: those whose category is allowed at all, by name, and each null on the rows where it is
   * not granted. A column with a refused category is not in the statement.
   */
  columns(table: string, columns: readonly (readonly [column: string, category: Category])[]): Sql {
    const parts = columns
      .filter(([, category]) => rowsOf(this.access, category) !== undefined)
      .map(([column, category]) => sql`${this.column(`${table}.${column}`, category)} AS ${name(column)}`);
    return joined([sql``, ...parts], ', ');
  }

  /** One column, null on the rows where its category is not granted: for selecting, and for sorting as well. */
  column(column: string, category: Category): Sql {
    const granted = this.granted(category);
    return granted === ALWAYS ? name(column) : sql`CASE WHEN ${granted} THEN ${name(column)} END`;
  }

  /** A condition on a column, met by no row on which the category is not granted: a filter is a way of reading. */
  where(category: Category, condition: Sql): Sql {
    return every([this.granted(category), condition]);
  }

  /** The columns from which the grants of a row are read: whose record it is, and the scopes of the reader on it. */
  evidence(): Sql {
    const { reader } = this.access;
    const scopes =
      reader.party === undefined
        ? sql`NULL`
        : sql`(SELECT GROUP_CONCAT(s.category) FROM scope s WHERE s.customer = c.id AND ${this.live(reader.party)})`;
    return sql`CASE WHEN c.recorded_by = ${reader.client} THEN 1 ELSE 0 END AS own, ${scopes} AS scopes`;
  }

  grants(row: Row, customer: string): RowGrants {
    return grantsOf(this.access, {
      customer,
      recordedByReader: Number(row['own']) === 1,
      scopes: textOf(row, 'scopes')?.split(',') ?? [],
    });
  }

  private rows(category: Category): Sql {
    const { reader } = this.access;
    switch (rowsOf(this.access, category)) {
      case 'all':
        return ALWAYS;
      case 'self':
        return reader.customer === undefined ? NEVER : sql`c.id = ${reader.customer}`;
      case 'own-records':
        return sql`c.recorded_by = ${reader.client}`;
      case 'scoped':
        return this.inScope(scopeNamesFor(category));
      case 'none':
      case undefined:
        return NEVER;
    }
  }

  private inScope(names: readonly string[]): Sql {
    const { party } = this.access.reader;
    if (party === undefined) return NEVER;
    return sql`EXISTS (SELECT 1 FROM scope s WHERE s.customer = c.id AND ${this.live(party)} AND s.category IN ${listOf(names)})`;
  }

  private live(party: string): Sql {
    // A consent is for one purpose, and its scope carries the purpose behind the party.
    const names = [party, `${party}/${this.access.reader.purpose}`];
    return sql`s.party IN ${listOf(names)} AND (s.until_at IS NULL OR s.until_at > ${this.now})`;
  }
}
