import { advisoriesOf, faultsOfWaivers, isGrave, waiverOf } from './advisories';
import type { Advisory, Waiver } from './advisories';
import { faultsOfBill, refusedLicences, withoutDevelopment } from './bill-of-materials';
import type { BillOfMaterials, Component } from './bill-of-materials';
import { faultsOfScripts, faultsOfSettings, withoutIntegrity } from './install-scripts';
import { isLicenceAllowed } from './licences';
import { untakenPatch } from './patches';

const component = (name: string, rest: Partial<Component> = {}): Component => ({
  name,
  version: '1.0.0',
  purl: `pkg:npm/${encodeURIComponent(name)}@1.0.0`,
  'bom-ref': `${name}@1.0.0`,
  licenses: [{ license: { id: 'MIT' } }],
  ...rest,
});
const bill = (components: readonly Component[], rest: Partial<BillOfMaterials> = {}): BillOfMaterials => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  components,
  ...rest,
});

describe('the licence of a runtime dependency', () => {
  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'Elastic-2.0',
    'SSPL-1.0',
    'BUSL-1.1',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.md',
    '',
    'MIT AND GPL-2.0-only',
    '(MIT OR Apache-2.0) AND LGPL-3.0-only',
    'Apache-2.0 WITH LLVM-exception',
    '(MIT',
    'MIT)',
    'MIT MIT',
    'mit',
  ])('is refused where it is %j', (expression) => {
    expect(isLicenceAllowed(expression)).toBe(false);
  });

  it.each([
    'MIT',
    '0BSD',
    '(MIT AND BSD-3-Clause)',
    '(GPL-2.0-only OR MIT)',
    'MIT OR (GPL-2.0-only AND ISC)',
  ])('is allowed where it is %j', (expression) => {
    expect(isLicenceAllowed(expression)).toBe(true);
  });

  it('is refused by the name of the component, where any of several is not allowed, and where none is stated', () => {
    const components = [
      component('good'),
      component('bare', { licenses: [] }),
      component('two', { licenses: [{ license: { id: 'MIT' } }, { license: { name: 'Custom' } }] }),
      component('joined', { licenses: [{ expression: 'MIT AND GPL-2.0-only' }] }),
    ];
    expect(refusedLicences(bill(components))).toEqual([
      'bare@1.0.0: no licence',
      'two@1.0.0: MIT, Custom',
      'joined@1.0.0: MIT AND GPL-2.0-only',
    ]);
  });
});

describe('the bill of materials', () => {
  it('is faulty where it is empty, of another format, or lacks a direct dependency', () => {
    expect(faultsOfBill(bill([component('@a/b')]), ['@a/b'])).toEqual([]);
    expect(faultsOfBill(bill([]), [])).toEqual(['it has no components']);
    expect(faultsOfBill(bill([component('a')], { bomFormat: 'SPDX' }), [])).toHaveLength(1);
    expect(faultsOfBill(bill([component('a')]), ['b'])).toEqual(['b: a direct dependency that it lacks']);
    expect(faultsOfBill(bill([component('a', { purl: 'a' })]), [])).toEqual([
      'a: no version or no package URL',
    ]);
  });

  it('leaves out what serves development alone, and what depends on it', () => {
    const tool = component('tool', { properties: [{ name: 'cdx:npm:package:development', value: 'true' }] });
    const whole = bill([component('a'), tool], {
      dependencies: [{ ref: 'a@1.0.0', dependsOn: ['tool@1.0.0'] }, { ref: 'tool@1.0.0' }],
    });
    const kept = withoutDevelopment(whole);
    expect(kept.components.map(({ name }) => name)).toEqual(['a']);
    expect(kept.dependencies).toEqual([{ ref: 'a@1.0.0', dependsOn: [] }]);
  });
});

describe('the list of install scripts', () => {
  const lock = {
    packages: {
      '': { hasInstallScript: true },
      'node_modules/a': { hasInstallScript: true, integrity: 'sha512-x' },
      'node_modules/b/node_modules/@s/c': { hasInstallScript: true, integrity: 'sha512-x' },
      'node_modules/d': {},
      'node_modules/own': { link: true, hasInstallScript: true },
    },
  };

  it('names every package with a script, and no other', () => {
    expect(faultsOfScripts(lock, { a: false, '@s/c': false }, {})).toEqual([]);
    expect(faultsOfScripts(lock, { a: false }, {})).toEqual([
      '@s/c: has an install script and is not in allowScripts',
    ]);
    expect(faultsOfScripts(lock, { a: false, '@s/c': false, d: false }, {})).toEqual([
      'd: is in allowScripts and has no install script',
    ]);
  });

  it('allows none without a reason, and keeps no reason for what is not allowed', () => {
    const fault = ['a: its install script is allowed without a reason'];
    expect(faultsOfScripts(lock, { a: true, '@s/c': false }, {})).toEqual(fault);
    expect(faultsOfScripts(lock, { a: true, '@s/c': false }, { a: ' ' })).toEqual(fault);
    expect(faultsOfScripts(lock, { a: true, '@s/c': false }, { a: 'It builds from source.' })).toEqual([]);
    expect(faultsOfScripts(lock, { a: false, '@s/c': false }, { a: 'Once.' })).toHaveLength(1);
  });

  it('holds for an older npm too, by the switch for all of them', () => {
    expect(faultsOfSettings('audit=false\nignore-scripts=true\n', { a: false })).toEqual([]);
    expect(faultsOfSettings('audit=false\n', { a: true })).toEqual([]);
    expect(faultsOfSettings('# ignore-scripts=true\n', { a: false })).toHaveLength(1);
    expect(faultsOfSettings('ignore-scripts=true\n', { a: true })).toHaveLength(1);
  });

  it('goes with a lock that pins each package by a digest', () => {
    expect(withoutIntegrity(lock)).toEqual(['d']);
  });
});

describe('advisories', () => {
  const found: Advisory = { id: 'GHSA-aaaa-bbbb-cccc', package: 'a', severity: 'high', title: 'T' };
  const waiver: Waiver = {
    advisory: found.id,
    package: 'a',
    until: '2026-06-30',
    why: 'The function is not called here.',
  };

  it('are read from an audit, each once, and what is not understood is taken for the gravest', () => {
    const via = {
      source: 7,
      name: 'a',
      title: 'T',
      url: 'https://x.invalid/GHSA-aaaa-bbbb-cccc',
      severity: 'high',
    };
    const report = {
      vulnerabilities: {
        a: { via: [via], fixAvailable: { name: 'a', version: '2.0.0' } },
        b: { via: ['a', via], fixAvailable: { name: 'a', version: '2.0.0' } },
        c: { via: [{ source: 8, name: 'c', severity: 'odd' }], fixAvailable: true },
      },
    };
    expect(advisoriesOf(report)).toEqual([
      { ...found, fix: { name: 'a', version: '2.0.0' } },
      { id: '8', package: 'c', severity: 'critical', title: '' },
    ]);
  });

  it('are unknown, and not none, where the registry gave no report', () => {
    expect(advisoriesOf({})).toBeUndefined();
    expect(advisoriesOf({ vulnerabilities: {} })).toEqual([]);
  });

  it.each([
    ['info', false],
    ['low', false],
    ['moderate', false],
    ['high', true],
    ['critical', true],
  ] as const)('of severity %s fail the build: %s', (severity, grave) => {
    expect(isGrave({ ...found, severity })).toBe(grave);
  });

  it('are waived for their own package until the last day, and not after it', () => {
    expect(waiverOf(found, [waiver], '2026-06-30')).toBe(waiver);
    expect(waiverOf(found, [waiver], '2026-07-01')).toBeUndefined();
    expect(waiverOf({ ...found, package: 'b' }, [waiver], '2026-06-01')).toBeUndefined();
    expect(waiverOf({ ...found, id: 'GHSA-xxxx-bbbb-cccc' }, [waiver], '2026-06-01')).toBeUndefined();
  });

  it.each([
    ['ran out', { until: '2026-05-31' }, 'ran out on 2026-05-31'],
    ['gives no reason', { why: '' }, 'why are needed'],
    ['has no last day', { until: 'for ever' }, 'why are needed'],
    ['names no package', { package: '' }, 'why are needed'],
    ['is given for a year', { until: '2027-06-01' }, 'is given for more than 90 days'],
  ])('are not waived by a waiver that %s: it fails the build', (_title, change, fault) => {
    expect(faultsOfWaivers([waiver], '2026-06-01')).toEqual([]);
    expect(faultsOfWaivers([{ ...waiver, ...change }], '2026-06-01').join()).toContain(fault);
  });
});

describe('the age of patches', () => {
  const now = Date.parse('2026-06-11T00:00:00Z');
  const times = {
    created: '2020-01-01T00:00:00Z',
    modified: '2026-06-01T00:00:00Z',
    '1.9.0': '2026-01-01T00:00:00Z',
    '1.10.0': '2026-06-01T00:00:00Z',
    '1.11.0-rc.1': '2026-06-02T00:00:00Z',
    '2.0.0': '2026-06-03T00:00:00Z',
  };

  it('is that of the newest release of the same major version, versions compared by number', () => {
    expect(untakenPatch('a', '1.9.0', times, now)).toEqual({
      package: 'a',
      current: '1.9.0',
      newest: '1.10.0',
      days: 10,
    });
  });

  it.each([
    ['the newest is taken', '1.10.0'],
    ['only another major version is newer', '2.0.0'],
    ['the version is not understood', 'latest'],
  ])('is none where %s', (_title, current) => {
    expect(untakenPatch('a', current, times, now)).toBeUndefined();
  });

  it('counts a release as newer than its own pre-release', () => {
    expect(untakenPatch('a', '1.10.0-rc.4', times, now)?.newest).toBe('1.10.0');
  });
});
