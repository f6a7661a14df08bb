import {
  deleteRows,
  insertRows,
  isUniqueViolation,
  lockForUpdate,
  openDatabase,
  selectIn,
  upsertRows,
} from '@hearth/storage';
import type { Merge, RoomDatabase } from '@hearth/storage';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { describeEachDialect } from './index';

@Entity({ name: 'rows_of_test' })
class RowOfTest {
  @PrimaryColumn({ type: 'binary', length: 16 })
  id!: Buffer;
  @Column({ type: 'varchar', length: 20, nullable: true })
  name!: string | null;
}

// The port of storage: what the rest relies on, and what each dialect must therefore do alike.
describeEachDialect('storage', ({ dialect, emptyDatabase }) => {
  let db: RoomDatabase;
  let empty: Awaited<ReturnType<typeof emptyDatabase>>;
  const open = () => openDatabase({ target: empty.target, entities: [RowOfTest] });
  const ddl = (sql: string) => db.write((m) => m.query(sql));
  const rows = <T>(sql: string, parameters: unknown[] = []) => db.read((m) => m.query<T[]>(sql, parameters));
  const names = async () => (await rows<{ k: string }>('SELECT k FROM t ORDER BY k')).map((row) => row.k);

  beforeAll(async () => {
    empty = await emptyDatabase();
    db = await open();
    await ddl('CREATE TABLE t (k varchar(40) PRIMARY KEY, n bigint, label varchar(100))');
    await ddl('CREATE TABLE rows_of_test (id binary(16) PRIMARY KEY, name varchar(20))');
    await ddl('CREATE TABLE wide (a int PRIMARY KEY, b int, c int, d int, e int, f int, g int)');
  });
  beforeEach(() => ddl('DELETE FROM t'));
  afterAll(async () => {
    await db.close();
    await empty.remove();
  });

  it('keeps what strangers wrote while a unit was open that is rolled back', async () => {
    const a = db.write(async (m) => {
      await m.query("INSERT INTO t (k) VALUES ('a')");
      await sleep(60);
      throw new Error('a gives up');
    });
    const b = sleep(10).then(() => db.write((m) => m.query("INSERT INTO t (k) VALUES ('b')")));
    const c = sleep(20).then(() => db.write((m) => insertRows(m, 't', ['k'], [['c']])));
    await expect(a).rejects.toThrow('a gives up');
    await Promise.all([b, c]);
    expect(await names()).toEqual(['b', 'c']);
  });

  it('leaves nothing of a unit that failed at its last statement', async () => {
    const unit = db.write(async (m) => {
      await insertRows(m, 't', ['k'], [['a'], ['b']]);
      await insertRows(m, 't', ['k'], [['a']]);
    });
    const error: unknown = await unit.catch((e: unknown) => e);
    expect(isUniqueViolation(error)).toBe(true);
    expect(await names()).toEqual([]);
  });

  it('goes on after a refused statement whose error the unit caught', async () => {
    await db.write(async (m) => {
      await insertRows(m, 't', ['k'], [['a']]);
      await insertRows(m, 't', ['k'], [['a']]).catch(() => undefined);
      await insertRows(m, 't', ['k'], [['b']]);
    });
    expect(await names()).toEqual(['a', 'b']);
  });

  it('joins a unit within a unit, and reads what it wrote, from there only', async () => {
    await db.write(async (m) => {
      await insertRows(m, 't', ['k'], [['a']]);
      await db.write((inner) => insertRows(inner, 't', ['k'], [['b']]));
      expect(await names()).toEqual(['a', 'b']);
    });
    const outer = db.write(async () => {
      await db.write((inner) => insertRows(inner, 't', ['k'], [['c']]));
      throw new Error('with all that is in it');
    });
    await expect(outer).rejects.toThrow('with all');
    expect(await names()).toEqual(['a', 'b']);
  });

  it('takes forty concurrent units, each whole', async () => {
    await insertOne('sum', 0);
    const add = () =>
      db.write(async (m) => {
        const [row] = await m.query<{ n: number }[]>(`SELECT n FROM t WHERE k = 'sum'${lockForUpdate(m)}`);
        await m.query("UPDATE t SET n = ? WHERE k = 'sum'", [(row?.n ?? 0) + 1]);
      });
    await Promise.all(Array.from({ length: 40 }, add));
    expect(await rows("SELECT n FROM t WHERE k = 'sum'")).toEqual([{ n: 40 }]);
  });

  it('ends two units that lock the same rows in opposite order, both with success', async () => {
    await insertOne('x', 0);
    await insertOne('y', 0);
    const bump = async (first: string, second: string) =>
      db.write(async (m) => {
        await m.query('UPDATE t SET n = n + 1 WHERE k = ?', [first]);
        await sleep(40);
        await m.query('UPDATE t SET n = n + 1 WHERE k = ?', [second]);
      });
    await Promise.all([bump('x', 'y'), bump('y', 'x')]);
    expect(await rows('SELECT n FROM t ORDER BY k')).toEqual([{ n: 2 }, { n: 2 }]);
  });

  it('gives back signed 64-bit integers, text and bytes as they were', async () => {
    await ddl('CREATE TABLE v (id int PRIMARY KEY, n bigint, s varchar(200), b blob)');
    let id = 0;
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((s) => !s.includes('\0'));
    await fc.assert(
      fc.asyncProperty(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        text,
        fc.uint8Array(),
        async (n, s, b) => {
          id += 1;
          await db.write((m) => insertRows(m, 'v', ['id', 'n', 's', 'b'], [[id, n, s, Buffer.from(b)]]));
          const [row] = await rows<{ n: number | string; s: string; b: Buffer }>(
            'SELECT n, s, b FROM v WHERE id = ?',
            [id],
          );
          expect(BigInt(row?.n ?? 'none')).toBe(n);
          expect(row?.s).toBe(s);
          expect(Buffer.isBuffer(row?.b) && row.b.equals(b)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes keys for different that differ in case, accent or spaces at the end', async () => {
    const keys = ['a', 'A', 'a ', 'á', 'a  '];
    await db.write((m) =>
      insertRows(
        m,
        't',
        ['k'],
        keys.map((k) => [k]),
      ),
    );
    expect(await rows('SELECT k FROM t WHERE k = ?', ['a'])).toEqual([{ k: 'a' }]);
    expect(await names()).toHaveLength(keys.length);
  });

  it('merges rows as a plain map would, whatever the order and the repeats', async () => {
    const merges: Record<Merge, (old: bigint, fresh: bigint) => bigint> = {
      set: (_old, fresh) => fresh,
      add: (old, fresh) => old + fresh,
      max: (old, fresh) => (old > fresh ? old : fresh),
      min: (old, fresh) => (old < fresh ? old : fresh),
    };
    const row = fc.tuple(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n }),
    );
    const merge = fc.constantFrom<Merge>('set', 'add', 'max', 'min');
    await fc.assert(
      fc.asyncProperty(merge, fc.array(row, { maxLength: 6 }), async (how, given) => {
        await ddl('DELETE FROM t');
        const model = new Map<string, bigint>();
        for (const [k, n] of given) model.set(k, model.has(k) ? merges[how](model.get(k) as bigint, n) : n);
        await db.write((m) => upsertRows(m, 't', ['k', 'n'], given, { key: ['k'], update: { n: how } }));
        const found = await rows<{ k: string; n: number | string }>('SELECT k, n FROM t');
        expect(new Map(found.map(({ k, n }) => [k, BigInt(n)]))).toEqual(model);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves a row as it is where told to, and takes in its neighbours', async () => {
    await insertOne('a', 1);
    const fresh = [
      ['a', 9],
      ['b', 9],
    ];
    await db.write((m) => upsertRows(m, 't', ['k', 'n'], fresh, { key: ['k'], update: 'ignore' }));
    expect(await rows('SELECT k, n FROM t ORDER BY k')).toEqual([
      { k: 'a', n: 1 },
      { k: 'b', n: 9 },
    ]);
  });

  it('refuses a value that does not fit even where repeats are ignored', async () => {
    const long = 'x'.repeat(41);
    const unit = db.write((m) => upsertRows(m, 't', ['k'], [[long]], { key: ['k'], update: 'ignore' }));
    // SQLite knows no lengths: validation stands above the database.
    if (dialect === 'mysql') await expect(unit).rejects.toMatchObject({ errno: 1406 });
    else await unit;
  });

  it('inserts and finds more rows than a statement can name', async () => {
    const many = Array.from({ length: 12_000 }, (_, i) => [i, 1, 2, 3, 4, 5, 6]);
    const columns = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const before = db.statementCount();
    await db.write((m) => insertRows(m, 'wide', columns, many));
    expect(db.statementCount() - before).toBe(12);
    const wanted = many.map(([a]) => a);
    const found = await db.read((m) =>
      selectIn<{ a: number }>(m, 'SELECT a FROM wide WHERE b = ? AND a IN', wanted, 'AND c = ?', {
        before: [1],
        after: [2],
      }),
    );
    expect(new Set(found.map((row) => row.a)).size).toBe(12_000);
    expect(db.statementCount() - before).toBe(14);
  });

  it('deletes as many rows as it may and says how many went, and none that does not meet the condition', async () => {
    await db.write((m) =>
      insertRows(
        m,
        't',
        ['k', 'n'],
        Array.from({ length: 25 }, (_, i) => [`k${String(i).padStart(2, '0')}`, i]),
      ),
    );
    const expired = { sql: 'n < ? OR k = ?', values: [20, 'k24'] };
    const next = () => db.write((m) => deleteRows(m, 't', expired, 10));
    expect([await next(), await next(), await next(), await next()]).toEqual([10, 10, 1, 0]);
    expect(await names()).toEqual(['k20', 'k21', 'k22', 'k23']);
  });

  it('sends nothing where there is nothing to send', async () => {
    const before = db.statementCount();
    await db.write((m) => insertRows(m, 't', ['k'], []));
    expect(await db.read((m) => selectIn(m, 'SELECT k FROM t WHERE k', []))).toEqual([]);
    expect(db.statementCount()).toBe(before);
  });

  it('keeps entities, with bytes as their key', async () => {
    const id = Buffer.alloc(16, 7);
    await db.write((m) => m.getRepository(RowOfTest).insert({ id, name: 'one' }));
    await db.write((m) => m.getRepository(RowOfTest).update({ id }, { name: 'two' }));
    expect(await db.read((m) => m.getRepository(RowOfTest).findOneBy({ id }))).toEqual({ id, name: 'two' });
  });

  it('is closed twice without harm, and answers nothing afterwards', async () => {
    const other = await open();
    await other.close();
    await other.close();
    await expect(other.read((m) => m.query('SELECT 1'))).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(other.write((m) => m.query('SELECT 1'))).rejects.toMatchObject({ code: 'CLOSED' });
    await insertOne('still', 1);
  });

  const insertOne = (k: string, n: number) => db.write((m) => insertRows(m, 't', ['k', 'n'], [[k, n]]));
});
