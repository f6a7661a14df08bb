import { markedTitles } from './marked-titles';

const titles = (source: string): string[] => markedTitles(source).map(({ title }) => title);
const matches = (source: string, title: string): boolean =>
  markedTitles(source).every(({ pattern }) => pattern.test(title));

describe('the marked titles of a test file', () => {
  it('are none where no title has a mark, whatever else the file says', () => {
    expect(titles("it('refuses it', () => expect(text).toBe('§consent'));")).toEqual([]);
    expect(titles("// §consent\nread('RFC 9068 §consent');")).toEqual([]);
    expect(titles("it('follows RFC 9068 §4', () => undefined);")).toEqual([]);
  });

  it.each([
    ["it('a §consent', f);", 'a §consent'],
    ["describe('a §consent', f);", 'a §consent'],
    ["describeEachDialect('a §consent', f);", 'a §consent'],
    ["it.skip('a §consent', f);", 'a §consent'],
    ["it.each([1])('a §consent', f);", 'a §consent'],
    ["describe('b', () => { it.each<[string]>([['x']])(\n'a §consent', f); });", 'a §consent'],
    ['it("an \\u2019a\\u2019 §consent", f);', 'an ’a’ §consent'],
  ])('are found in %s', (source, title) => {
    expect(titles(source)).toEqual([title]);
  });

  it('match the titles that Jest and templates make of them, and no others', () => {
    expect(matches("it.each(x)('refuses %s (it) §consent', f);", 'refuses a.b (it) §consent')).toBe(true);
    expect(matches("it.each(x)('refuses %s (it) §consent', f);", 'refuses it §consent')).toBe(false);
    expect(matches("it.each(x)('refuses $name §consent', f);", 'refuses Ida §consent')).toBe(true);
    expect(matches('it(`refuses ${x} §consent`, f);', 'refuses a §consent')).toBe(true);
    expect(matches("it('refuses it. §consent', f);", 'refuses it! §consent')).toBe(false);
  });
});
