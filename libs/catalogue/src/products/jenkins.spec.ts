import fc from 'fast-check';
import { productById } from '../catalogue';
import { jvmFamily } from './jenkins-jvm';

const jenkins = productById('jenkins');
const refuse = (version: string) =>
  jenkins?.rules.refuse?.({ version, edition: 'COMMUNITY', breakdowns: {} });
const table = (version: string) => jenkins?.rules.versionForTable(version);

describe('The family of a JVM', () => {
  it.each([
    ['1.6.0_16', '1.6'],
    ['1.5.0.08 jinteg:05.04.07-11:53 IA64', '1.5'],
    ['1.7.0-ea', '1.7'],
    ['8', '1.8'],
    ['9-internal', '9'],
    ['11.0.2', '11'],
    [undefined, 'N/A'],
    ['', 'N/A'],
    // HotSpot builds, by their range
    ['10.0-b19', '1.6'],
    ['14.2-b01', '1.6'],
    ['17.1-b03', '1.6'],
    ['10.0-b18', 'OTHER'],
    ['17.1-b04', 'OTHER'],
    ['20.1-b02', 'OTHER'],
    // other makers' builds
    ['2.3', '1.6'],
    ['2.4', '1.6'],
    ['5.1.0844', '1.6'],
    ['5.1.0909', '1.6'],
    ['R27.4.0-90-89592-1.5.0_12-20070928-1715-linux-x86_64', 'OTHER'],
    ['www.example.com', 'OTHER'],
  ])('of %s is %s', (raw, family) => expect(jvmFamily(raw)).toBe(family));

  it('is one of a few forms whatever came in, and its own family', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9R._ab-]{1,12}$/)), (raw) => {
        const family = jvmFamily(raw);
        expect(family).toMatch(/^(1\.\d|\d{1,2}|OTHER|N\/A)$/);
        expect(jvmFamily(family)).toBe(family);
      }),
    );
  });
});

describe('The rules of Jenkins', () => {
  it.each(['1.323-SNAPSHOT (private)', '(***)', '1.336 (***)', '?', '1.3?', `1.${'0'.repeat(31)}`])(
    'refuse a report of version %s',
    (version) => expect(refuse(version)).toEqual({ code: 'REFUSED_BY_PRODUCT', path: '/version' }),
  );

  it.each(['1.337', '1.301 (private)', `1.${'0'.repeat(30)}`, 'trunk'])(
    'take a report of version %s',
    (version) => expect(refuse(version)).toBeUndefined(),
  );

  it('leave versions that are private or begin with no digit out of the table by version', () => {
    expect(table('1.337')).toBe('1.337');
    expect(table('1.301 (private)')).toBe('OTHER');
    expect(table('trunk')).toBe('OTHER');
  });
});
