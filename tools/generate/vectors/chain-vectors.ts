import { OTHER_KEY, REPORTS, KEY, genesis, linkOf } from './samples';

/** What a report names as `previous`. */
export interface ChainVector {
  readonly name: string;
  /** Where the report is the first of its chain. */
  readonly publicKey?: string;
  /** The JSON text of the report before, as it was sent. */
  readonly text?: string;
  readonly previous: string;
}

/** Where a chain begins, and how it goes on. */
export function chainVectors(): ChainVector[] {
  const spaced = JSON.stringify(JSON.parse(REPORTS[0] ?? '{}'), null, 2);
  return [
    {
      name: 'the first report of an installation',
      publicKey: KEY.publicKey,
      previous: genesis(KEY.publicKey),
    },
    {
      name: 'the first report of another installation',
      publicKey: OTHER_KEY.publicKey,
      previous: genesis(OTHER_KEY.publicKey),
    },
    ...REPORTS.map((text, at) => ({
      name: `the report after the sample of sequence ${at}`,
      text,
      previous: linkOf(text),
    })),
    { name: 'the same report written with spaces is another text', text: spaced, previous: linkOf(spaced) },
  ];
}
