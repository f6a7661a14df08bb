import {
  Hexadecimal,
  insertStatements,
  isUniqueViolation,
  openDatabase,
  runStatements,
  selectInStatements,
  upsertStatements,
} from '@hearth/storage';
import type { RoomDatabase, Statement } from '@hearth/storage';
import fc from 'fast-check';
import { describeEachDialect } from './index';

// The statements of a unit may go to the database together or one by one: nothing else may differ.
describeEachDialect('statements sent together', ({ dialect, emptyDatabase }) => {
  let empty: Awaited<ReturnType<typeof emptyDatabase>>;
  let together: RoomDatabase;
  let apart: RoomDatabase;

  beforeAll(async () => {
    empty = await emptyDatabase();
    together = await openDatabase({ target: empty.target, entities: [], scripts: true });
    apart = await openDatabase({ target: empty.target, entities: [] });
    await apart.write((m) =>
      m.query('CREATE TABLE s (k varchar(40) PRIMARY KEY, n bigint, b varbinary(64))'),
    );
  });
  beforeEach(() => apart.write((m) => m.query('DELETE FROM s')));
  afterAll(async () => {
    await together.close();
    await apart.close();
    await empty.remove();
  });

  const insert = (...keys: string[]) =>
    insertStatements(
      dialect,
      's',
      ['k'],
      keys.map((k) => [k]),
    );
  const select = (...keys: string[]) =>
    selectInStatements(dialect, 'SELECT k FROM s WHERE k', keys, 'ORDER BY k');
  const stored = async () =>
    (await apart.read((m) => m.query<{ k: string }[]>('SELECT k FROM s ORDER BY k'))).map(({ k }) => k);

  it('give the rows of each, in order, whichever way they go', async () => {
    const statements: Statement[] = [
      ...insert('a', 'b'),
      ...select('a', 'b', 'c'),
      ...insert('c'),
      ...select('c'),
    ];
    for (const database of [together, apart]) {
      await apart.write((m) => m.query('DELETE FROM s'));
      const [, ab, , c] = await database.write((m) => runStatements(m, statements));
      expect([ab, c]).toEqual([[{ k: 'a' }, { k: 'b' }], [{ k: 'c' }]]);
    }
    expect(await together.read((m) => runStatements(m, select('a')))).toEqual([[{ k: 'a' }]]);
    expect(await together.read((m) => runStatements(m, []))).toEqual([]);
  });

  it('are all undone where one of them fails, and none after it runs', async () => {
    const unit = together.write((m) =>
      runStatements(m, [...insert('a'), ...insert('b', 'b'), ...insert('c')]),
    );
    const error: unknown = await unit.catch((e: unknown) => e);
    expect(isUniqueViolation(error)).toBe(true);
    expect(await stored()).toEqual([]);
  });

  it('tell no value in an error §security', async () => {
    const unit = together.write((m) => runStatements(m, [...insert('Ashgrove'), ...insert('Ashgrove')]));
    const error = (await unit.catch((e: unknown) => e)) as Error;
    expect(JSON.stringify({ ...error }) + error.message + String(error.stack)).not.toContain('Ashgrove');
  });

  it('come after the end of their unit to nothing', async () => {
    let late: Promise<unknown> | undefined;
    await together.write((m) => {
      late = new Promise((resolve) => setTimeout(resolve, 50)).then(() => runStatements(m, insert('late')));
      late.catch(() => undefined);
      return Promise.resolve();
    });
    await expect(late).rejects.toBeInstanceOf(Error);
    expect(await stored()).toEqual([]);
  });

  it('keep any text, number and bytes as they are', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((s) => !s.includes('\0'));
    const number = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    await fc.assert(
      fc.asyncProperty(text, number, fc.uint8Array({ maxLength: 60 }), async (k, n, b) => {
        const bytes = new Hexadecimal(Buffer.from(b).toString('hex'));
        const update = ['n', 'b'];
        const statements = [
          ...upsertStatements(dialect, 's', ['k', 'n', 'b'], [[k, n, bytes]], { key: ['k'], update }),
          ...selectInStatements(dialect, 'SELECT k, n, b FROM s WHERE k', [k]),
        ];
        const results = await together.write((m) => runStatements(m, statements));
        const [row] = results[1] as { k: string; n: number | string; b: Buffer }[];
        expect([row?.k, BigInt(row?.n ?? 'none'), [...(row?.b ?? [])]]).toEqual([k, n, [...b]]);
      }),
      { numRuns: 60 },
    );
  });
});
