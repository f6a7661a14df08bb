import { deleteRows } from '@hearth/storage';
import type { Condition } from '@hearth/storage';
import type { Instants, Removal } from '../domain/removal';
import { ROWS_AT_ONCE } from '../domain/removal';

/** A removal of rows that each tell by themselves when they expire. */
export function expiringRows(
  of: Pick<Removal, 'class' | 'room' | 'table' | 'afterClasses'>,
  expired: (at: Instants) => Condition,
): Removal {
  return {
    ...of,
    async *remove(room, at) {
      for (;;) {
        const gone = await room.write((m) => deleteRows(m, of.table, expired(at), ROWS_AT_ONCE));
        yield gone;
        if (gone < ROWS_AT_ONCE) return;
      }
    },
    async count(room, at) {
      const { sql, values } = expired(at);
      const [row] = await room.read((m) =>
        m.query<{ n: number | string }[]>(`SELECT COUNT(*) AS n FROM ${of.table} WHERE ${sql}`, [...values]),
      );
      return Number(row?.n ?? 0);
    },
  };
}

/** Rows whose column, an instant in UTC milliseconds, is at the cut-off or before. Those without one stay. */
export function since(column: string): (at: Instants) => Condition {
  return ({ cutOff }) => ({ sql: `${column} <= ?`, values: [cutOff] });
}
