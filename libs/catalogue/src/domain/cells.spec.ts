import fc from 'fast-check';
import { productById, statisticById, STATISTICS } from '../catalogue';
import { cellsOf } from './cells';
import type { CellInput } from './cells';
import type { MonthState } from './month-state';
import type { Subject } from './subject';

const state = (installation: string, given: Partial<MonthState> = {}): MonthState => ({
  month: 200912,
  installation,
  subject: `s-${installation}`,
  product: 'jenkins',
  reports: 2,
  lastObserved: 0,
  lastReceived: 0,
  lastReport: 'r',
  version: '1.337',
  edition: 'COMMUNITY',
  operatingSystem: 'N/A',
  state: { dimensions: {}, gauges: {}, breakdowns: {} },
  ...given,
});

const subject = (id: string, given: Partial<Subject> = {}): Subject => ({
  subject: id,
  edition: 'ENTERPRISE',
  industry: '333',
  country: 'US',
  sizeBand: null,
  startsOn: '2009-01-01',
  endsOn: null,
  ...given,
});

function cells(id: string, input: Partial<CellInput>) {
  const statistic = statisticById(id);
  if (!statistic) throw new Error(`${id} is not declared`);
  const product = statistic.product === null ? undefined : productById(statistic.product);
  return cellsOf(statistic, product, { month: 200912, states: [], subjects: [], ...input });
}

const rows = (id: string, input: Partial<CellInput>) =>
  cells(id, input).map(({ k1, k2, value, customers, installations }) => [
    k1,
    k2,
    value,
    customers,
    installations,
  ]);

describe('The cells of a table of installations', () => {
  it('count installations and distinct customers', () => {
    const states = [state('a'), state('b', { subject: 's-a' }), state('c', { version: '1.338' })];
    expect(rows('installations-by-version', { states })).toEqual([
      ['1.337', '', 2n, 1, 2],
      ['1.338', '', 1n, 1, 1],
    ]);
  });

  it('leave out states of other months and products, and installations with too few reports', () => {
    const states = [
      state('a', { month: 201001 }),
      state('b', { product: 'roboserver' }),
      state('c', { reports: 1 }),
    ];
    expect(rows('installations-by-version', { states })).toEqual([]);
  });

  it('leave out what the table does not list, but count it in the rest', () => {
    const states = [
      state('a', {
        version: '1.301 (private)',
        state: { dimensions: { jvm: '1.4' }, gauges: {}, breakdowns: { jobs: { x: 3 } } },
      }),
    ];
    expect(rows('installations-by-version', { states })).toEqual([]);
    expect(rows('installations-by-jvm', { states })).toEqual([]);
    expect(rows('jobs-by-type', { states })).toEqual([['x', '', 3n, 1, 1]]);
  });

  it('tell the versions of a plugin apart, which add up to the plugin’s own cell', () => {
    const plugins = { git: { '0.7': 1, '0.8': 1 }, svn: { '1.7': 2 } };
    const states = [state('a', { state: { dimensions: {}, gauges: {}, breakdowns: { plugins } } })];
    expect(rows('installations-by-plugin', { states })).toEqual([
      ['git', '', 2n, 1, 1],
      ['svn', '', 2n, 1, 1],
    ]);
    expect(rows('plugin-versions', { states })).toEqual([
      ['git', '0.7', 1n, 1, 1],
      ['git', '0.8', 1n, 1, 1],
      ['svn', '1.7', 2n, 1, 1],
    ]);
  });

  it('read a gauge’s last value as a key, and N/A where there is none', () => {
    const of = (gauges: MonthState['state']['gauges']) => ({
      state: { dimensions: {}, gauges, breakdowns: {} },
    });
    const states = [
      state('a', of({ executors: ['4', '9'] })),
      state('b', of({ executors: [null, '9'] })),
      state('c'),
    ];
    expect(rows('installations-by-executors', { states })).toEqual([
      ['4', '', 1n, 1, 1],
      ['N/A', '', 2n, 2, 2],
    ]);
  });

  it('show a legacy environment that was in use at any time of the month, and none that was not §feature-usage', () => {
    const gauges = { 'legacy-classic-browser': ['0', '1'], 'legacy-soap-service': ['0', '0'] } as const;
    const states = [state('a', { product: 'roboserver', state: { dimensions: {}, gauges, breakdowns: {} } })];
    expect(rows('roboserver-installations-by-legacy-environment', { states })).toEqual([
      ['legacy-classic-browser', '', 1n, 1, 1],
    ]);
  });

  it('are equal for the same states in any order', () => {
    const any = fc.uniqueArray(
      fc.record({
        installation: fc.stringMatching(/^[a-z]{1,3}$/),
        reports: fc.integer({ min: 1, max: 3 }),
        version: fc.constantFrom('1.1', '1.2', 'x'),
        label: fc.constantFrom('x', 'y', '__proto__', 'constructor'),
        subject: fc.constantFrom('s1', 's2'),
      }),
      { selector: ({ installation }) => installation },
    );
    fc.assert(
      fc.property(
        any.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          const stateOf = ({ installation, label, ...rest }: (typeof list)[number]) => {
            const jobs = Object.fromEntries([[label, 2]]);
            return state(installation, {
              ...rest,
              state: { dimensions: {}, gauges: {}, breakdowns: { jobs } },
            });
          };
          for (const id of ['installations-by-version', 'jobs-by-type']) {
            expect(cells(id, { states: shuffled.map(stateOf) })).toEqual(
              cells(id, { states: list.map(stateOf) }),
            );
          }
        },
      ),
    );
  });
});

describe('The cells of a table of increases', () => {
  const robots = [state('a', { product: 'roboserver', reports: 1, edition: 'TRIAL' })];
  const fact = (day: number, max: string) => ({
    installation: 'a',
    day,
    countersSince: Date.UTC(2009, 10, 1),
    counters: { 'robots-executed': [max, max] as const },
  });

  it('sum the increases of the month alone, and need the last fact before it', () => {
    const facts = [
      fact(20091130, '100'),
      fact(20091201, '130'),
      fact(20091215, '150'),
      fact(20100101, '900'),
    ];
    expect(rows('roboserver-robots-executed', { states: robots, facts })).toEqual([['', '', 50n, 1, 1]]);
    expect(rows('roboserver-robots-executed-by-edition', { states: robots, facts })).toEqual([
      ['TRIAL', '', 50n, 1, 1],
    ]);
  });

  it('have no row for an installation without facts', () => {
    expect(rows('roboserver-robots-executed', { states: robots, facts: [] })).toEqual([]);
  });

  it('cannot be computed without facts', () => {
    expect(() => rows('roboserver-robots-executed', { states: robots })).toThrow(TypeError);
  });
});

describe('The cells of a table of customers', () => {
  it('count each customer once, with an agreement in force on some day of the month', () => {
    const subjects = [
      subject('s1'),
      subject('s1', { startsOn: '2009-06-01', edition: 'TRIAL' }),
      subject('s2', { industry: null }),
      subject('s3', { startsOn: '2010-01-01' }),
      subject('s4', { endsOn: '2009-11-30' }),
      subject('s5', { endsOn: '2009-12-01' }),
    ];
    expect(rows('customers-by-industry', { subjects })).toEqual([
      ['333', '', 2n, 2, 0],
      ['UNKNOWN', '', 1n, 1, 0],
    ]);
    // Of several agreements the one that began last speaks.
    expect(rows('customers-by-edition', { subjects })).toEqual([
      ['ENTERPRISE', '', 2n, 2, 0],
      ['TRIAL', '', 1n, 1, 0],
    ]);
  });

  it('do not depend on usage: a silent customer counts', () => {
    expect(rows('customers-by-country', { subjects: [subject('s1')], states: [] })).toEqual([
      ['US', '', 1n, 1, 0],
    ]);
  });
});

describe('Computing cells', () => {
  it('refuses a product that is not the statistic’s', () => {
    const [jenkins] = STATISTICS.filter(({ product }) => product === 'jenkins');
    if (!jenkins) throw new Error('no statistic of Jenkins');
    const input = { month: 200912, states: [], subjects: [] };
    expect(() => cellsOf(jenkins, productById('roboserver'), input)).toThrow(TypeError);
    expect(() => cellsOf(jenkins, undefined, input)).toThrow(TypeError);
  });
});
