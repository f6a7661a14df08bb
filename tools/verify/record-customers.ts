import type { WholeHearth } from './whole-hearth';

/** A customer as the vendor's own system would record it. */
export interface CustomerToRecord {
  readonly symbol: string;
  readonly name: string;
  readonly industry: string;
  readonly country: string;
  readonly sizeBand: string;
  readonly licenceKey: string;
}

const CUSTOMER = `mutation Customer($input: RecordCustomerInput!) { recordCustomer(input: $input) { id } }`;
const AGREEMENT = `mutation Agreement($input: RecordAgreementInput!) { recordAgreement(input: $input) { id } }`;

/** Records customers and their agreements through the graph, as the vendor's systems do; returns their ids by symbol. */
export async function recordCustomers(
  hearth: WholeHearth,
  customers: readonly CustomerToRecord[],
  startsOn = '2009-12-01',
): Promise<Map<string, string>> {
  const token = await hearth.token({ audience: 'vendor-systems', purposes: ['record-keeping'] });
  const ids = new Map<string, string>();
  for (const { symbol, name, industry, country, sizeBand, licenceKey } of customers) {
    const recorded = await hearth.ask(
      CUSTOMER,
      { input: { externalKey: symbol, companyName: name, industry, country, sizeBand } },
      token,
    );
    const id = (recorded.data as { recordCustomer?: { id: string } | null } | undefined)?.recordCustomer?.id;
    if (id === undefined) throw new Error(`${symbol} was not recorded: ${JSON.stringify(recorded.errors)}`);
    const agreed = await hearth.ask(
      AGREEMENT,
      {
        input: {
          customer: id,
          externalKey: `${symbol}-1`,
          orderNumber: `ORDER-${symbol}`,
          edition: 'OTHER',
          startsOn,
          licenceKey,
          // What these prove is counted at once.
          installationConfirmation: 'NOT_REQUIRED',
          entitlements: [],
        },
      },
      token,
    );
    if (agreed.errors)
      throw new Error(`the agreement of ${symbol} was not recorded: ${JSON.stringify(agreed.errors)}`);
    ids.set(symbol, id);
  }
  return ids;
}
