import { parseReport } from './parse-report';
import { jenkinsWire, NOW } from '../testing/wire';

const parse = (...given: Parameters<typeof jenkinsWire>) => parseReport(jenkinsWire(...given), NOW);

function accepted(...given: Parameters<typeof jenkinsWire>) {
  const outcome = parse(...given);
  if (!outcome.ok) throw new Error(`refused: ${outcome.code} at ${outcome.path}`);
  return outcome;
}

const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`label-${index}`, 1]));

describe('A report of Jenkins', () => {
  it('has its nodes without a system filed as N/A, its executors summed and its JVM reduced to the family', () => {
    const { report, dropped } = accepted();
    expect(dropped).toEqual([]);
    expect(report).toMatchObject({ countable: true, dimensions: { jvm: '1.6' }, gauges: { executors: '4' } });
    expect(report.breakdowns['nodes-by-os']).toEqual({ 'Linux (amd64)': 2, 'N/A': 1 });
    expect(accepted({}, { dimensions: undefined }).report.dimensions).toEqual({ jvm: 'N/A' });
  });

  it.each([
    [{ 'nodes-by-executors': { '-1': 1 } }, 'REFUSED_BY_PRODUCT', '/breakdowns/nodes-by-executors/*'],
    [{ 'nodes-by-executors': { '1.5': 1 } }, 'REFUSED_BY_PRODUCT', '/breakdowns/nodes-by-executors/*'],
    [{ 'nodes-by-executors': { '': 1 } }, 'REFUSED_BY_PRODUCT', '/breakdowns/nodes-by-executors/*'],
    [{ 'nodes-by-executors': { many: 1 } }, 'REFUSED_BY_PRODUCT', '/breakdowns/nodes-by-executors/*'],
    [{ jobs: { 'hudson-model-FreeStyleProject': -1 } }, 'OUT_OF_BOUNDS', '/breakdowns/jobs/*'],
    [{ jobs: { 'hudson-model-FreeStyleProject': 0.5 } }, 'WRONG_TYPE', '/breakdowns/jobs/*'],
    [{ jobs: { 'private-a': 'a name' } }, 'WRONG_TYPE', '/breakdowns/jobs/*'],
    [{ jobs: many(501) }, 'OUT_OF_BOUNDS', '/breakdowns/jobs'],
    [{ jobs: [1], plugins: [] }, 'WRONG_TYPE', '/breakdowns/jobs'],
    [{ plugins: { git: 1 } }, 'WRONG_TYPE', '/breakdowns/plugins/*'],
    [{ plugins: { git: { '1.0': 'yes' } } }, 'WRONG_TYPE', '/breakdowns/plugins/*/*'],
    [{ plugins: { git: many(51) } }, 'OUT_OF_BOUNDS', '/breakdowns/plugins/*'],
  ])('is refused with %j', (breakdowns, code, path) => {
    expect(parse(breakdowns)).toMatchObject({ ok: false, code, path });
  });

  it.each(['1.323-SNAPSHOT', '(***)', '1.3?', '1'.repeat(33)])('is refused with version %s', (version) => {
    expect(parse({}, { version })).toMatchObject({ ok: false, code: 'REFUSED_BY_PRODUCT', path: '/version' });
  });

  it('is accepted and ignored when no job is left of it', () => {
    for (const jobs of [{}, { a: 0 }, { 'private-a': 7, b: 0 }]) {
      const { report } = accepted({ jobs });
      expect([report.countable, report.breakdowns['jobs']]).toEqual([false, {}]);
    }
    expect(accepted({ jobs: undefined }).report.countable).toBe(false);
  });

  it('has private job types and plugins left out without remark, and a version ??? kept', () => {
    const { report, dropped } = accepted({
      jobs: { 'private-a': 7, b: 2 },
      plugins: {
        'privateplugin-0f': { '1.0': 1 },
        git: { '1.0-SNAPSHOT (private)': 1, '1.0': 1 },
        svn: { '1.1 (private)': 1 },
        odd: { '???': 1 },
      },
    });
    expect(report.breakdowns).toMatchObject({
      jobs: { b: 2 },
      plugins: { git: { '1.0': 1 }, odd: { '???': 1 } },
    });
    expect(Object.keys(report.breakdowns['plugins'] ?? {})).toEqual(['git', 'odd']);
    expect(dropped).toEqual([]);
  });

  it('has labels dropped that lack the declared form', () => {
    const { report, dropped } = accepted({
      jobs: { ['x'.repeat(201)]: 1, 'tab\there': 1, ok: 1 },
      plugins: { ['y'.repeat(151)]: { '1.0': 1 }, git: { ['z'.repeat(101)]: 1 } },
    });
    expect(dropped).toEqual(['/breakdowns/jobs/*', '/breakdowns/plugins/*', '/breakdowns/plugins/*/*']);
    expect(report.breakdowns).toMatchObject({ jobs: { ok: 1 }, plugins: {} });
  });

  it('adds up labels that are filed as one', () => {
    expect(accepted({ 'nodes-by-os': { '': 1, 'N/A': 2 } }).report.breakdowns['nodes-by-os']).toEqual({
      'N/A': 3,
    });
  });
});
