import { parseReport } from '@hearth/report';
import { lineIds, namedId } from './derived-id';
import { mapJenkinsLine, rfc3339 } from './jenkins-line';

const context = {
  id: lineIds('20091220.jsonl')(1),
  sequence: 1,
  licenceKey: 'KEY-FOR-abcd',
  policyVersion: '2026.1',
};
const line = {
  install: 'abcd',
  version: '1.337',
  timestamp: '19/Dec/2009:00:00:23 -0800',
  jobs: { 'hudson-model-FreeStyleProject': 30, 'hudson-matrix-MatrixProject': 0 },
  nodes: [
    { executors: 2, os: 'Linux (i386)' },
    { executors: 2147483647 },
    { executors: 2, os: 'Linux (i386)', master: true, 'jvm-version': '1.5.0_16', 'jvm-vendor': 'Sun' },
  ],
  plugins: [
    { name: 'git', version: '0.7' },
    { name: 'git', version: '0.7' },
    { name: '__proto__', version: '1.0' },
  ],
};
const map = (given: object = {}) => mapJenkinsLine({ ...line, ...given }, context);
const parse = (given: object = {}) =>
  parseReport(JSON.parse(JSON.stringify(map(given))), Date.parse('2026-11-20T00:00:00Z'));

describe('A line of Jenkins’ usage reports', () => {
  it('becomes a report that is read without anything dropped', () => {
    expect(parse()).toMatchObject({
      ok: true,
      dropped: [],
      report: {
        id: context.id,
        version: '1.337',
        observedAt: Date.parse('2009-12-19T08:00:23Z'),
        licenceKey: 'KEY-FOR-abcd',
        breakdowns: {
          jobs: { 'hudson-model-FreeStyleProject': 30 },
          'nodes-by-os': { 'Linux (i386)': 2, 'N/A': 1 },
          'nodes-by-executors': { '2': 2, '2147483647': 1 },
        },
        dimensions: { jvm: '1.5' },
        gauges: { executors: '4' },
      },
    });
  });

  it('keeps every entry of the plugins, repeated and ill-named ones too', () => {
    expect(JSON.stringify(map().breakdowns?.['plugins'])).toBe('{"git":{"0.7":2},"__proto__":{"1.0":1}}');
  });

  it.each([
    [{ jobs: { 'hudson-model-FreeStyleProject': -1 } }, '/breakdowns/jobs/*'],
    [{ jobs: { 'hudson-model-FreeStyleProject': 'thirty' } }, '/breakdowns/jobs/*'],
    [{ jobs: [] }, '/breakdowns/jobs'],
    [{ nodes: [{ executors: -1 }] }, '/breakdowns/nodes-by-executors/*'],
    [{ nodes: [{ executors: 1.5 }] }, '/breakdowns/nodes-by-executors/*'],
    [{ nodes: [{}] }, '/breakdowns/nodes-by-executors/*'],
    [{ version: '1.3-SNAPSHOT' }, '/version'],
    [{ version: undefined }, '/version'],
    [{ timestamp: 'yesterday' }, '/observedAt'],
    [{ timestamp: undefined }, '/observedAt'],
  ])('is passed on for the intake to refuse with %j', (given, path) => {
    expect(parse(given)).toMatchObject({ ok: false, path });
  });

  it('is mapped whatever shape its parts have', () => {
    for (const odd of [null, 5, 'text', [], [null, 5]]) {
      expect(() => mapJenkinsLine({ ...line, nodes: odd, plugins: odd, jobs: odd }, context)).not.toThrow();
    }
  });

  it('has its time written anew with the same offset, and left as it is when it has no such form', () => {
    expect(rfc3339('19/Dec/2009:00:00:23 -0800')).toBe('2009-12-19T00:00:23-08:00');
    expect(rfc3339('19/Xyz/2009:00:00:23 -0800')).toBe('19/Xyz/2009:00:00:23 -0800');
  });
});

describe('Derived ids', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;

  it('are UUIDs of version 8, the same for the same name and different for another', () => {
    for (const id of [
      namedId('a', 'x'),
      lineIds('20091220.jsonl')(1),
      lineIds('any name.ndjson')(2 ** 28 - 1),
    ]) {
      expect(id).toMatch(form);
    }
    expect(namedId('a', 'x')).toBe(namedId('a', 'x'));
    expect(new Set([namedId('a', 'x'), namedId('a', 'y'), namedId('b', 'x')]).size).toBe(3);
    expect(lineIds('1.jsonl')(1)).not.toBe(lineIds('2.jsonl')(1));
  });

  it('cannot be told from a public file without the licence key under which it is sent', () => {
    expect(lineIds('1.jsonl', 'KEY-0001')(1)).toMatch(form);
    expect(lineIds('1.jsonl', 'KEY-0001')(1)).toBe(lineIds('1.jsonl', 'KEY-0001')(1));
    const ids = ['', 'KEY-0001', 'KEY-0002'].map((key) => lineIds('1.jsonl', key)(1));
    expect(new Set(ids).size).toBe(3);
  });

  it('sort by the day of the file, then by line', () => {
    const ids = [lineIds('20091220.jsonl'), lineIds('20091221.jsonl')].flatMap((of) =>
      [1, 2, 4095, 4096, 70_000].map(of),
    );
    expect([...ids].sort()).toEqual(ids);
    expect(() => lineIds('a')(0)).toThrow(TypeError);
    expect(() => lineIds('a')(2 ** 28)).toThrow(TypeError);
  });
});
