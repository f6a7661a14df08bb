import { table } from './table';

describe('a table on a terminal', () => {
  it('lines its columns up under a head and a rule', () => {
    expect(
      table(
        ['a', 'word'],
        [
          ['1', 'x'],
          ['22', 'yy'],
        ],
      ),
    ).toBe(['a   word', '──  ────', '1   x', '22  yy'].join('\n'));
  });

  it('stays within 120 characters by breaking the longest cells at spaces', () => {
    const long = 'word '.repeat(60).trim();
    const printed = table(['key', 'text', 'more'], [['k', long, long]]).split('\n');
    expect(Math.max(...printed.map((line) => line.length))).toBeLessThanOrEqual(120);
    expect(printed.join(' ').match(/word/g)).toHaveLength(120);
  });

  it('keeps a word whole that is longer than its column', () => {
    const digest = 'f'.repeat(64);
    expect(table(['a', 'b', 'c'], [[digest, digest, 'x']])).toContain(`${digest}  ${digest}  x`);
  });
});
