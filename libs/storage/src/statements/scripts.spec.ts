import fc from 'fast-check';
import { literal, withLiterals } from '../mysql/literals';
import { Hexadecimal } from './hexadecimal';
import { scriptsOf } from './run-statements';

describe('statements that are sent together', () => {
  it('are cut into scripts in order, none lost, none beyond the limit but one that alone exceeds it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 })), fc.integer({ min: 1, max: 60 }), (texts, limit) => {
        const scripts = [...scriptsOf(texts, limit)];
        expect(scripts.flat()).toEqual(texts);
        for (const script of scripts)
          expect(script.length === 1 || script.join('').length <= limit).toBe(true);
      }),
    );
  });

  it('have as many values as placeholders, or are refused', () => {
    expect(withLiterals('SELECT ?, ?', [1, 'a?b'])).toBe("SELECT 1, 'a?b'");
    expect(() => withLiterals('SELECT ?', [])).toThrow(TypeError);
    expect(() => withLiterals('SELECT ?', [1, 2])).toThrow(TypeError);
  });

  it.each([
    [null, 'NULL'],
    [undefined, 'NULL'],
    [true, '1'],
    [-5, '-5'],
    [2n ** 63n, '9223372036854775808'],
    ['plain "text"', `'plain "text"'`],
    // Whatever a backslash or a quote means to the server, there is none.
    ["it's", "_utf8mb4 X'69742773'"],
    ['back\\slash', "_utf8mb4 X'6261636b5c736c617368'"],
    ['two\nlines', "_utf8mb4 X'74776f0a6c696e6573'"],
    [Buffer.from([0, 255]), "X'00ff'"],
    [new Hexadecimal('00ff'), "X'00ff'"],
  ])('write %j as %s', (value, text) => {
    expect(literal(value)).toBe(text);
  });

  it('take no value that no column takes, and no bytes that are not hexadecimal §security', () => {
    for (const value of [
      NaN,
      Infinity,
      {},
      [],
      new Date(0),
      new Hexadecimal("' OR 1"),
      new Hexadecimal('abc'),
    ])
      expect(() => literal(value)).toThrow(TypeError);
  });
});
