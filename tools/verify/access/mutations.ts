import type { AccessTable } from '@hearth/access-plan';
import { CURRENT_POLICY } from '@hearth/policy';
import type { GraphQLSchema } from 'graphql';
import type { WholeHearth } from '../whole-hearth';
import type { Answer, Tally } from './compare';
import { allows } from './expected';
import { governanceInputs, governanceOf } from './governance';
import type { ProofReader } from './readers';
import type { Seeded } from './seed';

interface Door {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly table: AccessTable;
  ask(reader: ProofReader, query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** A sound input for each mutation: what refuses it must be the policy. A mutation without one fails the proof. */
function inputsOf(seeded: Seeded): Readonly<Record<string, string>> {
  return {
    recordCustomer:
      '(input: { externalKey: "MINE", companyName: "Amberline Foundry", industry: "333", country: "DK", sizeBand: FROM_50_TO_249 })',
    recordContact: `(input: { customer: "${seeded.mine}", externalKey: "MINE-C", name: "Ada MINE", email: "ada@mine.example", role: "Lead" })`,
    recordAgreement: `(input: { customer: "${seeded.mine}", externalKey: "MINE-1", orderNumber: "ORDER-MINE", edition: "ENTERPRISE", startsOn: "2026-01-01", endsOn: "2099-01-01", licenceKey: "PROOF-0001-AMBER", entitlements: [{ metric: "steps-executed", limit: "100000", measure: SUM, period: MONTH, tolerancePercent: 10 }] })`,
    registerPartner: '(input: { externalKey: "P1", name: "Partner P1", contractEndsOn: "2099-01-01" })',
    grantConsent:
      '(input: { party: "herald", purpose: ANALYSIS, categories: ["company.demographic"], text: "The Herald may count us." })',
    withdrawConsent: `(id: "${seeded.cases.consent}")`,
    openRequest: '(input: { kind: QUESTION, text: "Who reads this?" })',
    answerRequest: `(id: "${seeded.cases.request}", answer: "It is in the record of releases.")`,
    proposeReference: `(input: { customer: "${seeded.mine}", quote: "It works.", channels: [PRESS] })`,
    approveReference: `(id: "${seeded.cases.toApprove}")`,
    withdrawReference: `(id: "${seeded.cases.toWithdraw}")`,
    eraseCustomer: `(id: "${seeded.cases.leaving}", case: "${seeded.cases.erasure}")`,
    assignCustomers: `(input: { partner: "${seeded.partner}", customers: ["${seeded.mine}"], role: SUPPORTS, from: "2026-01-01", until: "2099-01-01" })`,
  };
}

const TABLES = [
  ['personal', 'customers'],
  ['personal', 'contacts'],
  ['personal', 'agreements'],
  ['personal', 'entitlements'],
  ['personal', 'data_keys'],
  ['personal', 'consents'],
  ['personal', 'requests'],
  ['personal', 'customer_references'],
  ['personal', 'published_references'],
  ['personal', 'erasures'],
  ['personal', 'scope'],
  ['access', 'scope'],
  ['access', 'partners'],
  ['access', 'assignments'],
  ['access', 'decision_stamp'],
  ['access', 'policy_proposals'],
  ['access', 'clients'],
  ['access', 'issued_tokens'],
  ['access', 'revoked_tokens'],
  ['access', 'court_orders'],
] as const;

async function contents(hearth: WholeHearth): Promise<string> {
  const all: unknown[] = [];
  for (const [room, table] of TABLES)
    all.push(await hearth.rows(room, `SELECT * FROM ${table} ORDER BY 1, 2`));
  return JSON.stringify(all, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
}

/** Every mutation for every reader at both kinds of door. A refused one answers null with a refusal, and writes nothing. */
export async function checkMutations(
  hearth: WholeHearth,
  doors: readonly Door[],
  readers: readonly ProofReader[],
  seeded: Seeded,
  tally: Tally,
): Promise<void> {
  const fixed = inputsOf(seeded);
  const made = governanceInputs(await governanceOf(hearth), seeded.mine);
  // What is refused must be sound as well, and needs to be made once only.
  const samples = new Map(Object.entries(fixed));
  for (const [name, make] of Object.entries(made)) samples.set(name, await make());
  const allowedOnes: (() => Promise<void>)[] = [];
  const before = await contents(hearth);
  for (const door of doors) {
    for (const field of Object.values(door.schema.getMutationType()?.getFields() ?? {})) {
      const input = samples.get(field.name);
      if (input === undefined) {
        tally.note('wrong', `the proof has no input for the mutation ${field.name}`);
        continue;
      }
      for (const reader of readers) {
        const allowed = allows(CURRENT_POLICY, reader, door.table.fields.get(`Mutation.${field.name}`));
        const check = async (): Promise<void> => {
          const own = allowed ? ((await made[field.name]?.()) ?? input) : input;
          const answer = await door.ask(reader, `mutation { ${field.name}${own} { __typename } }`, {});
          const refused = (answer.errors ?? []).some((error) => error.extensions?.access !== undefined);
          tally.cell({
            where: `Mutation.${field.name} at the ${door.name} (${reader.name})`,
            allowed,
            reachable: true,
            value: (answer.data as Readonly<Record<string, unknown>> | null | undefined)?.[field.name],
            refused,
            mayBeNull: false,
          });
        };
        if (allowed) allowedOnes.push(check);
        else await check();
      }
    }
  }
  if ((await contents(hearth)) !== before) tally.note('leaks', 'a refused mutation wrote something');
  for (const check of allowedOnes) await check();
}
