import { PRODUCTS } from '@hearth/catalogue';
import fc from 'fast-check';
import { RECEIPT_CODES } from './codes';
import { parseReport } from './parse-report';
import { wireReportOf } from './wire-report';
import { jenkinsWire, NOW, wire } from '../testing/wire';

const CODES = new Set<string>(RECEIPT_CODES.map(({ code }) => code));
const TOP = new Set(Object.keys(wire()).concat('dimensions'));
const DECLARED = new Set(
  PRODUCTS.flatMap(({ metrics, dimensions }) => [...metrics, ...dimensions].map(({ id }) => id)),
);

/** Names that hurt careless code, among names that are declared and names that are not. */
const name = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'schema',
    'robots-executed',
    'cpus',
    'jobs',
    'api',
    'git',
  ),
  fc.string({ maxLength: 8 }),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(0, 1, -0, -1, 1.5, 2 ** 53, '12', '-3', '9223372036854775807', '', null, true),
  fc.jsonValue({ maxDepth: 2 }),
  fc.dictionary(name, fc.oneof(fc.nat(), fc.dictionary(name, fc.nat(), { maxKeys: 3 })), { maxKeys: 4 }),
);

/** Sound reports in which some fields, at the top and one below, were put by chance: deep enough to reach every reader. */
const nearlySound = fc
  .record({
    jenkins: fc.boolean(),
    top: fc.dictionary(fc.oneof(name, fc.constantFrom(...TOP)), value, { maxKeys: 2 }),
    inner: fc.dictionary(
      fc.constantFrom('counters', 'gauges', 'breakdowns', 'dimensions', 'server', 'contact'),
      fc.dictionary(fc.oneof(name, fc.constantFrom(...DECLARED)), value, { maxKeys: 4 }),
      { maxKeys: 3 },
    ),
  })
  .map(({ jenkins, top, inner }) => ({ ...(jenkins ? jenkinsWire() : wire()), ...inner, ...top }));

const runs = { numRuns: 500 };

describe('Whatever JSON comes in, parsing', () => {
  it('never throws, and refuses with a code of the list and a path of declared names', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearlySound), (body) => {
        const outcome = parseReport(JSON.parse(JSON.stringify(body)), NOW);
        if (outcome.ok) return;
        expect(CODES).toContain(outcome.code);
        expect(outcome.path).toMatch(/^(\/[A-Za-z-]+(\/([A-Za-z-]+|\*)){0,3})?$/);
      }),
      runs,
    );
  });

  it('gives only declared names §minimise §counts-not-names', () => {
    fc.assert(
      fc.property(nearlySound, (body) => {
        const outcome = parseReport(body, NOW);
        if (!outcome.ok) return;
        const { report } = outcome;
        expect(Object.keys(report).filter((key) => !TOP.has(key))).toEqual(['countable']);
        for (const part of [report.counters, report.gauges, report.breakdowns, report.dimensions]) {
          expect(Object.keys(part).filter((key) => !DECLARED.has(key))).toEqual([]);
          expect(Object.getPrototypeOf(part)).toBeNull();
        }
        for (const path of outcome.dropped) expect(path).toMatch(/^(\/[a-z-]+)*\/(\*|cpus)$/);
      }),
      runs,
    );
  });

  it('gives the same report again when what it gave is sent again, with nothing dropped', () => {
    fc.assert(
      fc.property(nearlySound, (body) => {
        const first = parseReport(body, NOW);
        if (!first.ok) return;
        const second = parseReport(JSON.parse(JSON.stringify(wireReportOf(first.report))), NOW);
        expect(second).toEqual({ ok: true, report: first.report, dropped: [] });
      }),
      runs,
    );
  });

  it('leaves what came in as it was', () => {
    fc.assert(
      fc.property(nearlySound, (body) => {
        const before = JSON.stringify(body);
        parseReport(body, NOW);
        expect(JSON.stringify(body)).toBe(before);
      }),
      runs,
    );
  });
});
