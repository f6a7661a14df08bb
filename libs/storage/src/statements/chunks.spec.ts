import fc from 'fast-check';
import { quoted, rowChunks, valueChunks } from './chunks';

describe('cutting rows into statements', () => {
  const dialects = fc.constantFrom('sqlite' as const, 'mysql' as const);
  const limit = { sqlite: 32_766, mysql: 65_535 };

  it('loses no row, changes no order and keeps every statement within its limits', () => {
    fc.assert(
      fc.property(
        dialects,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 3000 }),
        (dialect, width, count) => {
          const rows = Array.from({ length: count }, (_, i) => Array<number>(width).fill(i));
          const chunks = [...rowChunks(dialect, width, rows)];
          expect(chunks.flat()).toEqual(rows);
          for (const chunk of chunks) {
            expect(chunk.length * width).toBeLessThanOrEqual(limit[dialect]);
            expect(chunk.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('caps bytes as well as rows, and lets a row through that alone is too long', () => {
    const rows = Array.from({ length: 5 }, () => [Buffer.alloc(1024 * 1024)]);
    expect([...rowChunks('mysql', 1, rows)].map((chunk) => chunk.length)).toEqual([2, 2, 1]);
    expect([...rowChunks('mysql', 1, [[Buffer.alloc(9 * 1024 * 1024)]])]).toHaveLength(1);
  });

  it('refuses a row with a value too many or too few', () => {
    expect(() => [...rowChunks('sqlite', 2, [[1]])]).toThrow(TypeError);
    expect(() => [...rowChunks('sqlite', 1, [[1, 2]])]).toThrow(TypeError);
  });

  it('leaves room for the other placeholders of an IN statement', () => {
    const values = Array.from({ length: 25_000 }, (_, i) => i);
    const chunks = [...valueChunks('sqlite', values, 30_000)];
    expect(chunks.flat()).toEqual(values);
    for (const chunk of chunks) expect(chunk.length + 30_000).toBeLessThanOrEqual(limit.sqlite);
  });

  it.each(['a b', 'a`', 'a"', '', '1a', 'a;'])('takes %j for no name', (name) => {
    expect(() => quoted('mysql', name)).toThrow(TypeError);
  });
});
