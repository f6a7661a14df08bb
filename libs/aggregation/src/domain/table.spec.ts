import { statisticById } from '@hearth/catalogue';
import { readQuestion } from './question';
import type { DeclaredQuestion, Question } from './question';
import { tableOf } from './table';

const GREATEST = 2n ** 63n - 1n;

function question(id: string, rest: Omit<Question, 'id'> = {}): DeclaredQuestion {
  const outcome = readQuestion({ id, ...rest }, statisticById);
  if (!outcome.declared) throw new Error('The statistic is not declared.');
  return outcome.question;
}

describe('a table as it is shown', () => {
  it('tells a total that 64 bits do not hold as the greatest that they do, with shares of the true one', () => {
    const cells = ['ENTERPRISE', 'STANDARD'].map((edition) => ({
      keys: [edition],
      value: GREATEST,
      customers: 1,
      installations: 1,
    }));
    const table = tableOf(question('roboserver-steps-executed-by-edition'), cells);
    expect(table).toMatchObject({ withheld: false, total: GREATEST });
    expect(table.withheld ? [] : table.cells.map(({ share }) => share)).toEqual([0.5, 0.5]);
  });

  it('tells what cells that were put together add up to in the same way', () => {
    const asked = question('customers-by-industry');
    const cells = ['111', '112', '113'].map((industry) => ({
      keys: [industry],
      value: GREATEST,
      customers: 3,
      installations: 0,
    }));
    const table = tableOf(asked, cells);
    expect(table).toMatchObject({ withheld: false, folded: 3, total: GREATEST });
    expect(table.withheld ? [] : table.cells.map(({ value }) => value)).toEqual([GREATEST]);
  });

  it('shows no cell by itself that the whole table folds: what is left would be the small one beside it', () => {
    const cells = Object.entries({ '111': 3, '112': 6, '113': 20 }).map(([industry, customers]) => ({
      keys: [industry],
      value: BigInt(customers),
      customers,
      installations: 0,
    }));
    const whole = tableOf(question('customers-by-industry'), cells);
    expect(whole.withheld ? [] : whole.cells.map(({ keys }) => keys[0])).toEqual(['113', 'OTHER']);
    const only = (industry: string) =>
      tableOf(question('customers-by-industry', { where: new Map([['industry', industry]]) }), cells);
    for (const industry of ['111', '112', 'none']) expect(only(industry)).toEqual({ withheld: true });
    expect(only('113')).toMatchObject({ withheld: false, total: 20n, folded: 0 });
    expect(only('OTHER')).toMatchObject({ withheld: false, total: 9n });
  });

  it('orders cells of one value by their keys, versions as versions', () => {
    const cell = (keys: string[], value: bigint) => ({ keys, value, customers: 1, installations: 1 });
    const order = (id: string, cells: ReturnType<typeof cell>[]) => {
      const table = tableOf(question(id), cells);
      return table.withheld ? [] : table.cells.map(({ keys }) => keys.join(' '));
    };
    const versions = ['1.323', '1.5', '1.10-rc1', '1.10', '1.9'].map((version) => cell([version], 1n));
    expect(order('installations-by-version', [...versions, cell(['1.1'], 2n)])).toEqual([
      '1.1',
      '1.5',
      '1.9',
      '1.10-rc1',
      '1.10',
      '1.323',
    ]);
    const plugins = [
      ['git', '0.10'],
      ['git', '0.9'],
      ['ant', '2'],
    ].map((keys) => cell(keys, 1n));
    expect(order('plugin-versions', plugins)).toEqual(['ant 2', 'git 0.9', 'git 0.10']);
  });
});
