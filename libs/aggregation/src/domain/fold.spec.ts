import fc from 'fast-check';
import type { TableCell } from './cells';
import { OTHER, totalOf } from './cells';
import { foldSmallCells } from './fold';

const BY_INDUSTRY = { cohortSizeMin: 5, demographicKeys: [true] };
const cell = (key: string, customers: number, value = BigInt(customers)): TableCell => ({
  keys: [key],
  value,
  customers,
  installations: 0,
});
const fold = (...cells: TableCell[]) => foldSmallCells(cells, BY_INDUSTRY);

describe('folding small cells', () => {
  it('leaves a table alone in which every cell has enough customers', () => {
    expect(fold(cell('333', 5), cell('325', 9))).toEqual({
      withheld: false,
      cells: [cell('333', 5), cell('325', 9)],
      folded: 0,
    });
  });

  it('files small cells under OTHER and keeps the rest', () => {
    expect(fold(cell('333', 19), cell('111', 2), cell('112', 4))).toEqual({
      withheld: false,
      cells: [cell('333', 19), cell(OTHER, 6)],
      folded: 2,
    });
  });

  it('takes in the next smallest where one small cell would be what the total leaves over', () => {
    const outcome = fold(cell('333', 19), cell('325', 7), cell('111', 4));
    expect(outcome).toEqual({ withheld: false, cells: [cell('333', 19), cell(OTHER, 11)], folded: 2 });
  });

  it('takes in more until OTHER holds enough customers', () => {
    const outcome = fold(cell('333', 19), cell('325', 6), cell('111', 1), cell('112', 1));
    expect(outcome).toEqual({ withheld: false, cells: [cell('333', 19), cell(OTHER, 8)], folded: 3 });
  });

  it('puts what is OTHER already in first, so that no two lines have one name', () => {
    const outcome = fold(cell('333', 19), cell(OTHER, 6), cell('111', 1));
    expect(outcome).toEqual({ withheld: false, cells: [cell('333', 19), cell(OTHER, 7)], folded: 2 });
  });

  it('withholds a table that is one small cell', () => {
    expect(fold(cell('333', 4))).toEqual({ withheld: true });
  });

  it('withholds a table of too few customers in all, and an empty one alike', () => {
    expect(fold(cell('333', 2), cell('111', 2))).toEqual({ withheld: true });
    expect(fold()).toEqual({ withheld: true });
  });

  it('does not count one customer twice that is in two cells of one industry', () => {
    const cells = [
      { ...cell('', 3), keys: ['10.0', '333'] },
      { ...cell('', 3), keys: ['10.1', '333'] },
      { ...cell('', 8), keys: ['10.2', '333'] },
    ];
    // The two of three may be the same three, so the one of eight has to join them.
    const outcome = foldSmallCells(cells, { cohortSizeMin: 5, demographicKeys: [false, true] });
    expect(outcome).toMatchObject({
      folded: 3,
      cells: [{ keys: [OTHER, OTHER], value: 14n, customers: null }],
    });
  });
});

// A customer has one industry and any versions; cells are what a roll-up would make of them.
const population = fc.array(
  fc.record({
    industry: fc.constantFrom('111', '112', '325', '333', OTHER),
    versions: fc.uniqueArray(fc.constantFrom('1', '2', '3', OTHER), { minLength: 1 }),
  }),
  { maxLength: 60 },
);

interface Drawn extends TableCell {
  readonly members: ReadonlySet<number>;
}

function cellsOfPopulation(
  customers: readonly { industry: string; versions: readonly string[] }[],
  withVersion: boolean,
): Drawn[] {
  const members = new Map<string, Set<number>>();
  customers.forEach(({ industry, versions }, customer) => {
    for (const version of withVersion ? versions : ['']) {
      const id = JSON.stringify(withVersion ? [version, industry] : [industry]);
      members.set(id, (members.get(id) ?? new Set()).add(customer));
    }
  });
  return [...members].map(([id, who]) => ({
    keys: JSON.parse(id) as string[],
    value: BigInt(who.size * 3),
    customers: who.size,
    installations: who.size,
    members: who,
  }));
}

describe('folding, for any customer base', () => {
  const anyTable = fc
    .tuple(population, fc.boolean(), fc.integer({ min: 2, max: 8 }))
    .map(([customers, withVersion, cohortSizeMin]) => ({
      cells: cellsOfPopulation(customers, withVersion),
      options: { cohortSizeMin, demographicKeys: withVersion ? [false, true] : [true] },
    }));

  it('shows no cell, OTHER included, of fewer customers than the minimum §aggregates-out', () => {
    fc.assert(
      fc.property(anyTable, ({ cells, options }) => {
        const outcome = foldSmallCells(cells, options);
        if (outcome.withheld) return;
        const shown = new Set(outcome.cells.map(({ keys }) => keys.join('/')));
        const isOther = (keys: readonly string[]) => keys.every((key) => key === OTHER);
        const inOther = cells.filter(
          ({ keys }) => !shown.has(keys.join('/')) || (outcome.folded > 0 && isOther(keys)),
        );
        for (const shownCell of outcome.cells) {
          const parts =
            isOther(shownCell.keys) && outcome.folded > 0
              ? inOther
              : cells.filter((c) => c.keys.join('/') === shownCell.keys.join('/'));
          const who = new Set(parts.flatMap((part) => [...part.members]));
          expect(who.size).toBeGreaterThanOrEqual(options.cohortSizeMin);
        }
        if (outcome.folded > 0) expect(inOther).toHaveLength(outcome.folded);
      }),
    );
  });

  it('keeps the sum, and never leaves one cell to be worked out from it §aggregates-out', () => {
    fc.assert(
      fc.property(anyTable, ({ cells, options }) => {
        const outcome = foldSmallCells(cells, options);
        if (outcome.withheld) return;
        expect(totalOf(outcome.cells)).toBe(totalOf(cells));
        expect(outcome.folded).not.toBe(1);
        expect(outcome.cells).toHaveLength(
          outcome.folded === 0 ? cells.length : cells.length - outcome.folded + 1,
        );
      }),
    );
  });

  it('does not depend on the order of the cells', () => {
    fc.assert(
      fc.property(anyTable, ({ cells, options }) => {
        const sorted = (outcome: ReturnType<typeof foldSmallCells>) =>
          outcome.withheld ? outcome : [...outcome.cells].map((c) => `${c.keys.join('/')} ${c.value}`).sort();
        expect(sorted(foldSmallCells([...cells].reverse(), options))).toEqual(
          sorted(foldSmallCells(cells, options)),
        );
      }),
    );
  });

  it('folds nothing where every cell is large enough', () => {
    fc.assert(
      fc.property(anyTable, ({ cells, options }) => {
        const large = cells.filter((c) => (c.customers ?? 0) >= options.cohortSizeMin);
        if (large.length > 0)
          expect(foldSmallCells(large, options)).toMatchObject({ withheld: false, folded: 0 });
      }),
    );
  });
});
