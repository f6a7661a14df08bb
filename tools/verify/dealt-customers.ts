// Dealt synthetic usage, for tests only. The 503 companies of the public S&P 500 list stand in as customers, and the
// installations of the Jenkins reports are dealt out to them by a seeded draw. No company here used, ordered or reported
// anything: which company "has" which installation is a hash, and every licence key is invented.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { COUNTRY_CODES, NAICS_OF_SUB_INDUSTRY, STATES } from './dealt-industries';

/** How many customers the installations are dealt to: the rows of the list. */
export const DEALT_CUSTOMER_COUNT = 503;
/** First day of every dealt agreement, before the first report of the data; the agreements have no end. */
export const DEALT_AGREEMENT_STARTS_ON = '2009-12-01';
/** Changing the seed deals anew; it is fixed so that every run deals alike. */
const SEED = 'hearth-dealt-2009-12';

/** The bands of employees that are dealt, as the graph names them. */
export type DealtSizeBand = 'FROM_250_TO_999' | 'FROM_1000_TO_4999' | 'OVER_5000';
// Large companies all of them, in truth; the bands are drawn so that a table by size has more than one line.
const SIZE_BANDS: readonly DealtSizeBand[] = [
  'FROM_250_TO_999',
  'FROM_1000_TO_4999',
  'FROM_1000_TO_4999',
  'OVER_5000',
  'OVER_5000',
];

/** One customer of the dealt fleet. `symbol` serves as the external key. */
export interface DealtCustomer {
  readonly symbol: string;
  readonly name: string;
  /** NAICS 2017, three digits. */
  readonly industry: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly sizeBand: DealtSizeBand;
  /** Invented, unlike any real key: `DEALT-0001-…`. */
  readonly licenceKey: string;
  readonly agreementStartsOn: string;
}

function draw(domain: string, value: string): Buffer {
  return createHash('sha256').update(`${SEED}\0${domain}\0${value}`).digest();
}

function licenceKeyOf(index: number): string {
  const number = String(index + 1).padStart(4, '0');
  return `DEALT-${number}-${draw('licence', number).toString('hex').slice(0, 12).toUpperCase()}`;
}

function countryOf(symbol: string, location: string): string {
  // The list marks footnotes as Virginia[2], and one company says that it has no head office: it is of the United States.
  const place = (location.split(',').at(-1) ?? '').replace(/\[\d+\]$/, '').trim();
  if (place === 'none' || STATES.has(place)) return 'US';
  const code = COUNTRY_CODES[place];
  if (code === undefined) throw new TypeError(`No country is known for the head office of ${symbol}.`);
  return code;
}

/**
 * Reads `sp500/constituents.csv` under `dataDir` and gives the dealt customers, in the order of the list.
 * @throws {TypeError} where the list is not the one that this was written for (rows, a sub-industry, a country).
 */
export function dealtCustomers(dataDir: string): readonly DealtCustomer[] {
  const text = readFileSync(join(dataDir, 'sp500', 'constituents.csv'), 'utf8');
  const rows: Record<string, string | undefined>[] = parse(text, { columns: true, skip_empty_lines: true });
  if (rows.length !== DEALT_CUSTOMER_COUNT) {
    throw new TypeError(`Expected ${DEALT_CUSTOMER_COUNT} companies in the list, found ${rows.length}.`);
  }
  return rows.map((row, index) => {
    const symbol = row['Symbol'] ?? '';
    const industry = NAICS_OF_SUB_INDUSTRY[row['GICS Sub-Industry'] ?? ''];
    if (industry === undefined)
      throw new TypeError(`No industry code is known for the sub-industry of ${symbol}.`);
    return {
      symbol,
      name: row['Security'] ?? '',
      industry,
      country: countryOf(symbol, row['Headquarters Location'] ?? ''),
      sizeBand: SIZE_BANDS[draw('size', symbol).readUInt32BE(0) % SIZE_BANDS.length] ?? 'OVER_5000',
      licenceKey: licenceKeyOf(index),
      agreementStartsOn: DEALT_AGREEMENT_STARTS_ON,
    };
  });
}

/**
 * The licence key under which an installation of the data reports: the same for the same installation, ever.
 * @param install the installation's id as the data file has it
 */
export function licenceKeyFor(install: string): string {
  // 48 bits modulo 503: the bias is below one in 10^11.
  return licenceKeyOf(draw('deal', install).readUIntBE(0, 6) % DEALT_CUSTOMER_COUNT);
}
