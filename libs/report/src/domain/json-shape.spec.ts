import fc from 'fast-check';
import { faultOfShape } from './json-shape';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** The shape as a parser would find it. */
function shapeOf(value: unknown): { depth: number; names: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, names: 0 };
  const inner = Object.values(value).map(shapeOf);
  return {
    depth: 1 + Math.max(0, ...inner.map(({ depth }) => depth)),
    names: (Array.isArray(value) ? 0 : inner.length) + inner.reduce((sum, { names }) => sum + names, 0),
  };
}

const nested = (depth: number, open: string, close: string): string =>
  `${open.repeat(depth)}0${close.repeat(depth)}`;

describe('the shape of a JSON text', () => {
  it('is what a parser would find, to the level and to the name, whatever its strings hold', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('{', '":{', '\\', '\\"', '[[', 'a:b', '🍞:', '"'));
    const value = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.oneof(name, fc.integer(), fc.constant(null)),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 4 }),
      ),
    })).tree;
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 2), (tree, spaces) => {
        const text = bytes(JSON.stringify(tree, null, spaces));
        const { depth, names } = shapeOf(JSON.parse(Buffer.from(text).toString('utf8')));
        expect(faultOfShape(text, { jsonDepth: depth, jsonNames: names })).toBeUndefined();
        if (depth > 0)
          expect(faultOfShape(text, { jsonDepth: depth - 1, jsonNames: names })).toBe('TOO_DEEP');
        if (names > 0)
          expect(faultOfShape(text, { jsonDepth: depth, jsonNames: names - 1 })).toBe('TOO_MANY_NAMES');
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['lists in lists', nested(33, '[', ']'), 'TOO_DEEP'],
    ['objects in objects', nested(33, '{"a":', '}'), 'TOO_DEEP'],
    ['an end that never comes', '['.repeat(100_000), 'TOO_DEEP'],
    ['more names than there may be', `{${'"a":0,'.repeat(101)}"b":0}`, 'TOO_MANY_NAMES'],
    ['the same name over and over', `{${'"a":0,'.repeat(100)}"a":0}`, 'TOO_MANY_NAMES'],
    ['lists beside each other', `[${'[],'.repeat(50_000)}[]]`, undefined],
    ['brackets in a text', `"${'['.repeat(1_000)}"`, undefined],
    ['brackets behind a quote that is escaped', `"\\"${'['.repeat(1_000)}"`, undefined],
    ['brackets behind a backslash that is escaped', `"\\\\"${'['.repeat(33)}`, 'TOO_DEEP'],
    ['a text without an end', `"${'{"a":'.repeat(1_000)}\\`, undefined],
    ['nothing', '', undefined],
  ])('%s', (_what, text, fault) => {
    expect(faultOfShape(bytes(text), { jsonDepth: 32, jsonNames: 100 })).toBe(fault);
  });

  it('is found in any bytes, without an end to the search', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        expect(faultOfShape(any, { jsonDepth: 1_000, jsonNames: 1_000 })).toBeUndefined();
      }),
    );
  });
});
