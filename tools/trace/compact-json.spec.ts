import * as fc from 'fast-check';
import { compactJson } from './compact-json';

describe('compact JSON', () => {
  it('says what JSON says, for any value, and has no line without need that is long', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('puts on one line what fits, and the rest on a line each', () => {
    const words = Array.from({ length: 3 }, (_, at) => ({ word: String(at).repeat(60) }));
    expect(compactJson(words.slice(0, 1))).not.toContain('\n');
    expect(compactJson(words).split('\n')).toHaveLength(5);
  });
});
