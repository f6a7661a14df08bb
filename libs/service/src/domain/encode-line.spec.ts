import * as fc from 'fast-check';
import { encodeLine, plainText } from './encode-line';

describe('text that somebody else chose', () => {
  it.each([
    ['a\nb', 'a\\u000ab'],
    ['\u001b[2J', '\\u001b[2J'],
    ['\u009b2J', '\\u009b2J'],
    ['abc\u202e', 'abc\\u202e'],
    ['Ærø & Söhne', 'Ærø & Söhne'],
  ])('stays on its line: %j §security', (text, line) => {
    expect(plainText(text)).toBe(line);
  });

  it('holds no control character, whatever was chosen', () => {
    const any = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(fc.property(any, (text) => expect(plainText(text)).not.toMatch(/\p{Cc}/u)));
  });

  it('is the same JSON once a line of it is encoded', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const line = JSON.stringify(value);
        expect(JSON.parse(encodeLine(line))).toEqual(JSON.parse(line));
      }),
    );
  });
});
