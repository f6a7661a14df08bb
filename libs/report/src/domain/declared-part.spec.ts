import fc from 'fast-check';
import { PRODUCTS } from '@hearth/catalogue';
import { jenkinsWire, NOW, TRANSPORT, wire } from '../testing/wire';
import { declaredPartOf } from './declared-part';
import { parseReport } from './parse-report';

const SECRET = 'a name that nobody declared';

describe('What is kept of a refused report', () => {
  it('is all of a report that is declared, so that the parser says the same of both', () => {
    for (const body of [wire(), wire({ schema: 2, ...TRANSPORT }), jenkinsWire()]) {
      const part = declaredPartOf(body);
      expect(parseReport(part, NOW)).toEqual(parseReport(body, NOW));
    }
  });

  it('is refused for the same reason at the same place, where a declared value is the reason', () => {
    const body = wire({ observedAt: '2026-12-20T11:00:00Z', hostname: SECRET });
    const part = declaredPartOf(body);
    expect(parseReport(part, NOW)).toMatchObject({ code: 'OBSERVED_IN_FUTURE', path: '/observedAt' });
    expect(JSON.stringify(part)).not.toContain(SECRET);
  });

  it.each([
    ['a list where a count belongs', { gauges: { 'domains-accessed': [SECRET] } }],
    ['a text where a count belongs', { gauges: { 'domains-accessed': SECRET } }],
    ['an undeclared counter', { counters: { [SECRET]: 1 } }],
    ['an undeclared label', { breakdowns: { 'robots-by-trigger': { [SECRET]: 1 } } }],
    ['an object in place of a text', { licenceKey: { [SECRET]: SECRET } }],
    ['a list in place of a section', { counters: [SECRET] }],
    ['an undeclared field of the contact', { contact: { phone: SECRET } }],
    ['an undeclared field of the server', { server: { hostname: SECRET } }],
    ['a text beyond the length of any', { version: SECRET.repeat(20) }],
  ])('holds nothing of %s §minimise §counts-not-names', (_what, given) => {
    expect(JSON.stringify(declaredPartOf(wire(given)))).not.toContain(SECRET);
  });

  it.each([['hudson'], ['__proto__'], [7], [undefined]])('is nothing where the product is %p', (product) => {
    expect(declaredPartOf(wire({ product }))).toBeUndefined();
  });

  it('holds declared names alone, whatever comes', () => {
    const declared = new Set(
      PRODUCTS.flatMap(({ metrics, dimensions }) => [...metrics, ...dimensions].map(({ id }) => id)),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 12 }), fc.jsonValue({ maxDepth: 2 })),
        fc.constantFrom('counters', 'gauges', 'breakdowns', 'dimensions'),
        (section, name) => {
          const part = declaredPartOf(wire({ [name]: section })) as Record<string, object>;
          for (const id of Object.keys(part[name] ?? {})) expect(declared).toContain(id);
        },
      ),
    );
  });
});
