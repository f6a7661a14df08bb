import type { DimensionKey, StatisticDeclaration } from '@hearth/catalogue';
import { statisticById, STATISTICS } from '@hearth/catalogue';
import { DEMOGRAPHIC_DIMENSIONS, readQuestion } from './question';
import { tableOf } from './table';

const filter = (values: Partial<Record<DimensionKey, string>>) =>
  new Map(Object.entries(values) as [DimensionKey, string][]);

describe('a question', () => {
  it('groups by every dimension of the statistic when it names none', () => {
    expect(readQuestion({ id: 'plugin-versions' })).toMatchObject({
      declared: true,
      question: {
        by: [
          { dimension: 'plugin', at: 0 },
          { dimension: 'plugin-version', at: 1 },
        ],
        where: [],
      },
    });
  });

  it('groups by what its filter does not hold fast', () => {
    expect(readQuestion({ id: 'plugin-versions', where: filter({ plugin: 'git' }) })).toMatchObject({
      declared: true,
      question: { by: [{ dimension: 'plugin-version', at: 1 }], where: [{ at: 0, value: 'git' }] },
    });
  });

  it('may ask the dimensions in another order', () => {
    expect(readQuestion({ id: 'plugin-versions', by: ['plugin-version', 'plugin'] })).toMatchObject({
      declared: true,
      question: { by: [{ at: 1 }, { at: 0 }] },
    });
  });

  it.each([
    // A statistic of no declaration, and a name that every object has.
    ['an unknown statistic', { id: 'revenue' }, 'id'],
    ['the name of an inherited property', { id: 'constructor' }, 'id'],
    // Coarser than declared: cells of versions do not add up to installations of a plugin.
    ['fewer dimensions than declared', { id: 'plugin-versions', by: ['plugin'] as const }, 'by'],
    ['no dimension', { id: 'customers-by-industry', by: [] }, 'by'],
    // Finer than declared.
    ['one dimension more', { id: 'customers-by-industry', by: ['industry', 'country'] as const }, 'by'],
    ['another dimension', { id: 'customers-by-industry', by: ['country'] as const }, 'by'],
    ['a dimension twice', { id: 'customers-by-industry', by: ['industry', 'industry'] as const }, 'by'],
    [
      'a filter on another dimension',
      { id: 'customers-by-industry', where: filter({ country: 'US' }) },
      'where',
    ],
  ])('is not declared with %s', (_, asked, argument) => {
    expect(readQuestion(asked)).toEqual({ declared: false, argument });
  });

  it('is not declared with three demographic dimensions, whatever a declaration says §aggregates-out', () => {
    const table = {
      ...(statisticById('customers-by-industry') as StatisticDeclaration),
      by: ['industry', 'country', 'size'].map((dimension) => ({ dimension, from: { kind: 'version' } })),
    } as StatisticDeclaration;
    expect(readQuestion({ id: 'x' }, () => table)).toEqual({ declared: false, argument: 'by' });
    const two = { ...table, by: table.by.slice(0, 2) };
    expect(readQuestion({ id: 'x' }, () => two)).toMatchObject({
      declared: true,
      question: { demographic: true },
    });
  });

  it('is demographic wherever a demographic dimension takes part, also where a declaration forgets to say so', () => {
    const forgetful = {
      ...(statisticById('customers-by-industry') as StatisticDeclaration),
      demographic: false,
    };
    expect(readQuestion({ id: 'x' }, () => forgetful)).toMatchObject({ question: { demographic: true } });
    expect(
      STATISTICS.filter((s) => s.by.some((key) => DEMOGRAPHIC_DIMENSIONS.has(key.dimension))).length,
    ).toBe(3);
  });
});

describe('a table', () => {
  const cells = [
    { keys: ['git', '1.0'], value: 3n, customers: 1, installations: 3 },
    { keys: ['git', '1.1'], value: 5n, customers: 1, installations: 5 },
    { keys: ['svn', '1.0'], value: 5n, customers: 2, installations: 5 },
  ];
  const ask = (question: Parameters<typeof readQuestion>[0]) => {
    const outcome = readQuestion(question);
    if (!outcome.declared) throw new Error(outcome.argument);
    return outcome.question;
  };

  it('is shown whole where it is technical, by value and then by key', () => {
    expect(tableOf(ask({ id: 'plugin-versions' }), cells)).toMatchObject({
      total: 13n,
      folded: 0,
      cells: [{ keys: ['git', '1.1'] }, { keys: ['svn', '1.0'] }, { keys: ['git', '1.0'] }],
    });
  });

  it('holds a dimension fast, and shares are of what is left', () => {
    expect(tableOf(ask({ id: 'plugin-versions', where: filter({ plugin: 'git' }) }), cells)).toMatchObject({
      total: 8n,
      cells: [
        { keys: ['1.1'], share: 0.625 },
        { keys: ['1.0'], share: 0.375 },
      ],
    });
  });

  it('does not say whether a filter of few customers found any', () => {
    const base = [
      { keys: ['333'], value: 4n, customers: 4, installations: 0 },
      { keys: ['325'], value: 40n, customers: 40, installations: 0 },
    ];
    const few = tableOf(ask({ id: 'customers-by-industry', where: filter({ industry: '333' }) }), base);
    const none = tableOf(ask({ id: 'customers-by-industry', where: filter({ industry: '111' }) }), base);
    expect(few).toEqual({ withheld: true });
    expect(none).toEqual(few);
  });
});
