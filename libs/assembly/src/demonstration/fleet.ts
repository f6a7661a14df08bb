/** A company of the demonstration. Every name, person and number here is invented. */
export interface DemonstrationCompany {
  readonly externalKey: string;
  readonly companyName: string;
  readonly industry: string;
  readonly country: string;
  readonly sizeBand: string;
  readonly contact: { readonly name: string; readonly email: string; readonly role: string };
  readonly edition: string;
  readonly licenceKey: string;
  readonly roboServers: number;
  readonly managementConsoles: number;
  /** Steps that one RoboServer executes on a busy day. */
  readonly dailySteps: number;
  readonly stepLimit: string;
  /** Still runs robots in the legacy environment. */
  readonly legacy: boolean;
}

const rows: readonly (readonly [
  string,
  string,
  string,
  string,
  string,
  string,
  number,
  number,
  number,
  boolean,
])[] = [
  // company, NAICS industry, country, size, contact, edition, RoboServers, Consoles, steps a day, legacy
  ['Alder & Finch Machinery', '333', 'DK', 'FROM_250_TO_999', 'Ida Bruun', 'ENTERPRISE', 3, 1, 41_000, true],
  [
    'Brightwater Components',
    '333',
    'DE',
    'FROM_1000_TO_4999',
    'Jonas Keller',
    'ENTERPRISE',
    4,
    1,
    88_000,
    false,
  ],
  ['Copperfield Tools', '333', 'GB', 'FROM_50_TO_249', 'Maud Ellery', 'STANDARD', 1, 1, 9_500, true],
  ['Dunmore Bearings', '333', 'IE', 'FROM_50_TO_249', 'Cian Roche', 'STANDARD', 1, 1, 7_200, false],
  ['Eastbank Presses', '333', 'NL', 'FROM_250_TO_999', 'Saskia Vonk', 'ENTERPRISE', 2, 1, 30_500, false],
  ['Fairholm Insurance', '524', 'GB', 'OVER_5000', 'Rupert Vane', 'ENTERPRISE', 4, 2, 120_000, true],
  ['Greycourt Mutual', '524', 'US', 'FROM_1000_TO_4999', 'Dana Whitlock', 'ENTERPRISE', 3, 1, 64_000, false],
  ['Harrow Lane Assurance', '524', 'US', 'FROM_250_TO_999', 'Elmer Stroud', 'STANDARD', 2, 1, 21_000, false],
  ['Islebrook Indemnity', '524', 'CA', 'FROM_250_TO_999', 'Noor Baptiste', 'STANDARD', 1, 1, 12_800, false],
  ['Juniper Vale Underwriters', '524', 'US', 'FROM_50_TO_249', 'Teddy Marsh', 'STANDARD', 1, 0, 5_100, true],
  ['Kestrel Freight', '484', 'SE', 'FROM_250_TO_999', 'Linnea Ask', 'STANDARD', 2, 1, 18_300, false],
  [
    'Longmeadow Logistics',
    '484',
    'US',
    'FROM_1000_TO_4999',
    'Hollis Grant',
    'ENTERPRISE',
    3,
    1,
    52_000,
    true,
  ],
  ['Millrace Haulage', '484', 'GB', 'FROM_10_TO_49', 'Poppy Thorne', 'DEVELOPER', 1, 0, 2_400, false],
  ['Northgate Carriers', '484', 'PL', 'FROM_50_TO_249', 'Marek Wolny', 'STANDARD', 1, 1, 8_900, false],
  ['Oakhurst Removals', '484', 'GB', 'FROM_10_TO_49', 'Basil Crane', 'DEVELOPER', 1, 0, 1_900, false],
  ['Pinecrest Analytics', '518', 'US', 'FROM_10_TO_49', 'June Farrow', 'DEVELOPER', 1, 0, 15_600, false],
];

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]+/g, '-')
    .replace(/^-|-$/g, '');

/** Sixteen invented companies, their contacts under the reserved domain `example`, and their licence keys. */
export const DEMONSTRATION_FLEET: readonly DemonstrationCompany[] = rows.map(
  (
    [
      companyName,
      industry,
      country,
      sizeBand,
      person,
      edition,
      roboServers,
      managementConsoles,
      dailySteps,
      legacy,
    ],
    index,
  ) => ({
    externalKey: `DEMO-${String(index + 1).padStart(3, '0')}`,
    companyName,
    industry,
    country,
    sizeBand,
    contact: {
      name: person,
      email: `${slug(person).replaceAll('-', '.')}@${slug(companyName)}.example`,
      role: 'Automation lead',
    },
    edition,
    licenceKey: `DEMO-${String(7919 * (index + 3)).padStart(6, '0')}-${slug(companyName).toUpperCase().slice(0, 8).replace(/-$/, 'X')}`,
    roboServers,
    managementConsoles,
    dailySteps,
    stepLimit: String(Math.round((dailySteps * roboServers * 31) / 1000) * 1000),
    legacy,
  }),
);

/** Partners of the demonstration: which companies (by external key) each sells to or supports. */
export const DEMONSTRATION_PARTNERS = [
  {
    externalKey: 'DEMO-P1',
    name: 'Quillfeather Automation',
    role: 'SELLS',
    customers: ['DEMO-001', 'DEMO-002', 'DEMO-003', 'DEMO-011'],
  },
  {
    externalKey: 'DEMO-P2',
    name: 'Ridgeway Integrators',
    role: 'SUPPORTS',
    customers: ['DEMO-003', 'DEMO-006', 'DEMO-007'],
  },
] as const;

/** What one company of the demonstration lets anyone quote. */
export const DEMONSTRATION_REFERENCE = {
  company: 'DEMO-001',
  quote: 'Our robots read the price lists while we sleep.',
  attribution: 'Ida Bruun, Automation lead',
} as const;

/** What the same company permits to an invented trade paper. */
export const DEMONSTRATION_CONSENT = {
  party: 'spindle-and-gear',
  purpose: 'PUBLICATION',
  categories: ['company.name', 'company.demographic'],
  text: 'Spindle & Gear may name us, with our industry and country, in an article on automation.',
} as const;

/** Whose agreement wants new installations confirmed; the customer confirms all but one of its RoboServers. */
export const DEMONSTRATION_APART = { company: 'DEMO-011', companyName: 'Kestrel Freight' } as const;
