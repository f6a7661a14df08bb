import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { csvCell, csvRow } from './csv';

const read = (text: string): string[][] => parse(text, { relax_column_count: true });
const openers = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...openers, '"', ',', ';', "'", ' ', '\u0000'),
    fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme' }),
  ),
});

describe('a CSV cell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ['＝1+1', "'＝1+1"],
    ['  =1', "'  =1"],
    ['\ufeff=1', "'\ufeff=1"],
    ['\u0000=1', "'\u0000=1"],
    ['=HYPERLINK("http://evil.example","x")', '"\'=HYPERLINK(""http://evil.example"",""x"")"'],
  ])('that begins a formula is written as text: %j §security', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it.each([
    ['Alder & Sons', 'Alder & Sons'],
    ['a=b', 'a=b'],
    ['O"Brien, "Ltd', '"O""Brien, ""Ltd"'],
    ['', ''],
    [null, ''],
    [-5, '-5'],
    [12345678901234567890n, '12345678901234567890'],
    [true, 'true'],
  ])('is else written as it is: %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('reads back as what was written, but for the apostrophe, whatever the texts hold', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (values) => {
        const [cells] = read(csvRow(values));
        expect(cells?.length).toBe(values.length);
        cells?.forEach((cell, place) => expect([values[place], `'${values[place] ?? ''}`]).toContain(cell));
      }),
    );
  });

  it('never begins with a formula once it is read back, whatever the text holds §security', () => {
    fc.assert(
      fc.property(text, (value) => {
        const cell = read(csvRow([value, 'end']))[0]?.[0] ?? '';
        expect(openers).not.toContain(cell.trimStart().charAt(0));
        expect(openers).not.toContain(cell.charAt(0));
      }),
    );
  });
});
