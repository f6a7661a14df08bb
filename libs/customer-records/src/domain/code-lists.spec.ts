import { COUNTRY_CODES, isCountryCode } from './countries';
import { INDUSTRIES, industryTitle, isIndustry } from './industries';
import { isSizeBand, SIZE_BANDS } from './size-bands';

describe('the code lists', () => {
  it('hold the 249 countries of ISO 3166-1, each two capitals, each once', () => {
    expect(new Set(COUNTRY_CODES).size).toBe(249);
    expect(COUNTRY_CODES.every((code) => /^[A-Z]{2}$/.test(code))).toBe(true);
  });

  it.each(['dk', 'XX', 'EU', 'UK', 'DNK', '', 'constructor'])('refuse %j as a country', (code) => {
    expect(isCountryCode(code)).toBe(false);
  });

  it('hold the 99 subsectors of NAICS 2017, and the title of each', () => {
    expect(Object.keys(INDUSTRIES)).toHaveLength(99);
    expect(industryTitle('333')).toBe('Machinery Manufacturing');
    expect(Object.values(INDUSTRIES).every((title) => /^[A-Z].*[a-z)]$/.test(title))).toBe(true);
  });

  it.each(['33', '3331', '000', '', ' 333', 'toString'])('refuse %j as an industry', (code) => {
    expect(isIndustry(code)).toBe(false);
  });

  it('fit the size bands into the column that keeps them', () => {
    expect(SIZE_BANDS.every((band) => band.length <= 16)).toBe(true);
    expect(isSizeBand('1-10')).toBe(false);
  });
});
