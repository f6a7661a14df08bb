import type { Hearth } from '../start-hearth';
import type { TokenRequest } from '@hearth/tokens';
import { DEMONSTRATION_CLIENT } from '../refuse-demonstration';
import {
  DEMONSTRATION_APART,
  DEMONSTRATION_CONSENT,
  DEMONSTRATION_FLEET,
  DEMONSTRATION_PARTNERS,
  DEMONSTRATION_REFERENCE,
  type DemonstrationCompany,
} from './fleet';
import { demonstrationReports } from './reports';

const DAY_MS = 86_400_000;
/** Agreements begin this long before today, so that every report of the demonstration falls under one. */
const AGREED_DAYS_AGO = 400;
const BATCH = 500;

type Ask = (query: string, variables: Record<string, unknown>) => Promise<Record<string, { id: string }>>;

async function askAs(hearth: Hearth, reader: Omit<TokenRequest, 'client'>): Promise<Ask> {
  const { token } = await hearth.issuer.issue({ ...reader, client: DEMONSTRATION_CLIENT });
  return async (query, variables) => {
    const answer = await hearth.gateway.execute({ query, variables, authorization: `Bearer ${token}` });
    if (answer.errors)
      throw new Error(`The demonstration could not be recorded: ${answer.errors[0]?.message ?? ''}`);
    return answer.data as Record<string, { id: string }>;
  };
}

async function recordCompany(ask: Ask, company: DemonstrationCompany, startsOn: string): Promise<string> {
  const { externalKey, companyName, industry, country, sizeBand, contact, edition, licenceKey, stepLimit } =
    company;
  const customer = await ask(
    'mutation Customer($input: RecordCustomerInput!) { recordCustomer(input: $input) { id } }',
    { input: { externalKey, companyName, industry, country, sizeBand } },
  );
  const id = (customer['recordCustomer'] as { id: string }).id;
  await ask('mutation Contact($input: RecordContactInput!) { recordContact(input: $input) { id } }', {
    input: { customer: id, externalKey: `${externalKey}-C1`, ...contact },
  });
  await ask('mutation Agreement($input: RecordAgreementInput!) { recordAgreement(input: $input) { id } }', {
    input: {
      customer: id,
      externalKey: `${externalKey}-A1`,
      orderNumber: `ORDER-${externalKey}`,
      edition,
      startsOn,
      licenceKey,
      installationConfirmation: externalKey === DEMONSTRATION_APART.company ? 'REQUIRED' : 'NOT_REQUIRED',
      entitlements: [
        { metric: 'steps-executed', limit: stepLimit, measure: 'SUM', period: 'MONTH', tolerancePercent: 10 },
      ],
    },
  });
  return id;
}

async function sendReports(hearth: Hearth, now: number): Promise<number> {
  const lines = [...demonstrationReports(DEMONSTRATION_FLEET, now)].map((report) => JSON.stringify(report));
  for (let from = 0; from < lines.length; from += BATCH) {
    const response = await fetch(`${hearth.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.slice(from, from + BATCH).join('\n'),
    });
    const { receipts } = (await response.json()) as {
      receipts?: { status: string; code?: string; path?: string }[];
    };
    const refused = receipts?.find((receipt) => receipt.status === 'refused');
    if (!response.ok || refused)
      throw new Error(
        `The demonstration's reports were refused: ${refused?.code ?? ''} ${refused?.path ?? ''}`,
      );
  }
  return lines.length;
}

/** One customer permits a little to an outside party, and approves a quote for the public. */
async function permitAndQuote(hearth: Hearth, customer: string): Promise<void> {
  const own = await askAs(hearth, { audience: 'customer', purposes: ['self-access'], customer });
  await own('mutation Consent($input: GrantConsentInput!) { grantConsent(input: $input) { id } }', {
    input: DEMONSTRATION_CONSENT,
  });
  const { quote, attribution } = DEMONSTRATION_REFERENCE;
  const staff = await askAs(hearth, { audience: 'communication', purposes: ['communication'] });
  const proposed = await staff(
    'mutation Propose($input: ProposeReferenceInput!) { proposeReference(input: $input) { id } }',
    { input: { customer, quote, attribution, channels: ['PUBLIC'] } },
  );
  await own('mutation Approve($id: ID!) { approveReference(id: $id) { id } }', {
    id: proposed['proposeReference']?.id,
  });
}

/** The customer says of all its installations but one RoboServer that they are its own: that one stands apart. */
async function confirmAllButOne(hearth: Hearth, customer: string): Promise<void> {
  const own = await askAs(hearth, { audience: 'customer', purposes: ['self-access'], customer });
  const found = await own('{ me { installations { edges { node { id product { id } } } } } }', {});
  interface Me {
    readonly installations: {
      readonly edges: readonly {
        readonly node: { readonly id: string; readonly product: { readonly id: string } };
      }[];
    };
  }
  const installations = (found['me'] as unknown as Me).installations.edges.map(({ node }) => node);
  const apart = installations.find(({ product }) => product.id === 'roboserver');
  for (const { id } of installations) {
    if (id !== apart?.id)
      await own('mutation Confirm($id: ID!) { confirmInstallation(id: $id) { id } }', { id });
  }
}

/** Records the invented fleet through the graph, as a vendor's systems would, and sends its reports through the intake. */
export async function loadFleet(hearth: Hearth): Promise<{ customers: number; reports: number }> {
  const now = hearth.kit.now();
  const ask = await askAs(hearth, { audience: 'vendor-systems', purposes: ['record-keeping'] });
  const startsOn = new Date(now - AGREED_DAYS_AGO * DAY_MS).toISOString().slice(0, 10);
  const ids = new Map<string, string>();
  for (const company of DEMONSTRATION_FLEET)
    ids.set(company.externalKey, await recordCompany(ask, company, startsOn));
  for (const partner of DEMONSTRATION_PARTNERS) {
    const registered = await ask(
      'mutation Partner($input: RegisterPartnerInput!) { registerPartner(input: $input) { id } }',
      { input: { externalKey: partner.externalKey, name: partner.name } },
    );
    await ask(
      'mutation Assign($input: AssignCustomersInput!) { assignCustomers(input: $input) { __typename } }',
      {
        input: {
          partner: (registered['registerPartner'] as { id: string }).id,
          customers: partner.customers.map((key) => ids.get(key)),
          role: partner.role,
          from: startsOn,
        },
      },
    );
  }
  await permitAndQuote(hearth, ids.get(DEMONSTRATION_REFERENCE.company) ?? '');
  const reports = await sendReports(hearth, now);
  await confirmAllButOne(hearth, ids.get(DEMONSTRATION_APART.company) ?? '');
  await hearth.settle();
  return { customers: ids.size, reports };
}
