import { CATEGORIES } from '@hearth/policy';
import { COUNT_MAX, INT64_MAX, placeOf, PRODUCTS, productById, statisticById, STATISTICS } from './index';

const categories = new Set<string>(CATEGORIES.map(({ key }) => key));
const metrics = PRODUCTS.flatMap((product) =>
  product.metrics.map((metric) => ({ product: product.id, metric })),
);

// The closed list of fields that the privacy policy allows to be counted, by product.
const POLICY_FIELDS: Readonly<Record<string, readonly string[]>> = {
  roboserver: [
    'steps-executed',
    'http-requests',
    'bytes-loaded',
    'robots-executed',
    'returned-values',
    'stored-values',
    'hbase-puts',
    'cpus',
    'domains-accessed',
  ],
  'management-console': [
    'schedule-runs',
    'kapplet-runs',
    'schedules',
    'kapplets',
    'robots',
    'projects',
    'clusters',
    'roboservers',
    'oauth-users',
    'oauth-applications',
  ],
};

describe('The catalogue', () => {
  it.each(Object.entries(POLICY_FIELDS))(
    'declares every field that the policy names for %s §call-home',
    (id, fields) => {
      const declared = new Set(productById(id)?.metrics.map((metric) => metric.id));
      expect(fields.filter((field) => !declared.has(field))).toEqual([]);
    },
  );

  it('knows no product and no statistic that it does not declare', () => {
    for (const id of ['', 'hudson', 'constructor', '__proto__']) {
      expect(productById(id)).toBeUndefined();
      expect(statisticById(id)).toBeUndefined();
    }
  });

  it('declares each metric of a product once, with words for people and a category that the policy knows', () => {
    for (const product of PRODUCTS) {
      const ids = product.metrics.map((metric) => metric.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    for (const { metric } of metrics) {
      expect(metric.id).toMatch(/^[a-z][a-z0-9-]{1,63}$/);
      expect(metric.description).toMatch(/\.$|\w$/);
      expect(metric.unit).not.toBe('');
      expect(categories).toContain(metric.category);
    }
  });

  it('bounds every value §counts-not-names', () => {
    for (const { metric } of metrics) {
      expect(metric.max > 0n).toBe(true);
      expect(metric.max <= (metric.kind === 'breakdown' ? COUNT_MAX : INT64_MAX)).toBe(true);
      if (metric.kind === 'indicator') expect(metric.max).toBe(1n);
    }
  });

  it('gives each breakdown either a closed list of labels or a declared openness, and the vendor’s own only the former §counts-not-names', () => {
    for (const { product, metric } of metrics) {
      const forms = [metric.labels, metric.open].filter(Boolean).length;
      expect(forms).toBe(metric.kind === 'breakdown' ? 1 : 0);
      if (product !== 'jenkins') expect(metric.open).toBeUndefined();
      if (metric.open) {
        expect(metric.open.why).not.toBe('');
        expect(metric.open.dropped).not.toBe('');
        expect(metric.open.levels === 2).toBe(metric.open.second !== undefined);
        // A table keeps its keys in columns of 200, 100 and 64 characters.
        expect(metric.open.maxLength).toBeLessThanOrEqual(200);
        expect(metric.open.second?.maxLength ?? 0).toBeLessThanOrEqual(100);
        for (const label of [' a', 'a ', ' ', '', 'a\tb', 'ä'])
          expect(metric.open.pattern.test(label)).toBe(false);
        for (const label of ['a', 'Linux (amd64)', '???']) expect(metric.open.pattern.test(label)).toBe(true);
      }
    }
  });

  it('keeps open breakdowns, and nothing else, in a category of their own', () => {
    for (const { metrics } of PRODUCTS)
      for (const metric of metrics) expect(metric.category === 'usage.open').toBe(metric.open !== undefined);
  });

  it('declares an indicator and a counter for each legacy environment, for both of the vendor’s products §feature-usage', () => {
    for (const id of ['roboserver', 'management-console']) {
      const legacy = (productById(id)?.metrics ?? []).filter((metric) => metric.legacy);
      expect(legacy.filter(({ kind }) => kind === 'indicator').length).toBeGreaterThan(0);
      expect(legacy.filter(({ kind }) => kind === 'indicator')).toHaveLength(
        legacy.filter(({ kind }) => kind === 'counter').length,
      );
      expect(new Set(legacy.map(({ category }) => category))).toEqual(new Set(['usage.legacy']));
    }
  });

  it('files editions and operating systems under their lists, and what it does not know under OTHER', () => {
    for (const product of PRODUCTS) {
      for (const raw of [
        '',
        'Enterprise',
        'enterprise ',
        'Acme Corp',
        'Linux (amd64)',
        'Windows 10',
        'Mac OS X',
        'SunOS',
      ]) {
        expect(product.editions).toContain(product.editionOf(raw));
        expect(product.operatingSystems).toContain(product.operatingSystemOf(raw));
      }
    }
    expect(productById('roboserver')?.operatingSystemOf('Darwin (x86_64)')).toBe('MACOS');
    expect(productById('roboserver')?.operatingSystemOf('Windows Server 2019')).toBe('WINDOWS');
    expect(productById('roboserver')?.operatingSystemOf('Plan 9 of Acme')).toBe('OTHER');
    expect(productById('roboserver')?.editionOf('enterprise')).toBe('ENTERPRISE');
  });
});

describe('The declared statistics', () => {
  it('have ids of their own, which begin with the product’s unless the product is Jenkins', () => {
    expect(new Set(STATISTICS.map(({ id }) => id)).size).toBe(STATISTICS.length);
    for (const { id, product } of STATISTICS) {
      expect(id.length).toBeLessThanOrEqual(64);
      if (product && product !== 'jenkins') expect(id.startsWith(`${product}-`)).toBe(true);
    }
  });

  it('count only what their product declares, by at most three keys', () => {
    for (const statistic of STATISTICS) {
      const declared = new Map(
        productById(statistic.product ?? '')?.metrics.map((metric) => [metric.id, metric]),
      );
      const { measure } = statistic;
      expect(statistic.by.length).toBeLessThanOrEqual(3);
      if (typeof measure === 'object') {
        const metric = declared.get('sumOf' in measure ? measure.sumOf : measure.increaseOf);
        expect(metric).toBeDefined();
        if ('increaseOf' in measure) expect(metric?.kind).toBe('counter');
      }
      for (const { from } of statistic.by) {
        if (from.kind === 'breakdown') expect(declared.get(from.id)?.kind).toBe('breakdown');
        if (from.kind === 'gauge')
          expect(placeOf(declared.get(from.id) ?? fail(from.id))).not.toBe('counters');
        if (from.kind === 'indicators') {
          for (const id of from.ids) expect(declared.get(id)?.kind).toBe('indicator');
        }
      }
    }
  });

  it('never sum a distinct count', () => {
    for (const { measure, product } of STATISTICS) {
      if (typeof measure !== 'object' || !('sumOf' in measure)) continue;
      const metric = productById(product ?? '')?.metrics.find(({ id }) => id === measure.sumOf);
      expect(metric?.kind).not.toBe('distinct-count');
    }
  });

  it('are marked demographic when industry, country or size takes part, and only then', () => {
    for (const statistic of STATISTICS) {
      const demographic = statistic.by.some(({ dimension }) =>
        ['industry', 'country', 'size'].includes(dimension),
      );
      expect(statistic.demographic).toBe(demographic);
    }
  });
});

function fail(id: string): never {
  throw new Error(`${id} is not declared`);
}
