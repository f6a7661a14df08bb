import { CURRENT_POLICY } from '@hearth/policy';
import { RIGHTS, TABLES, type RoomName } from '@hearth/rooms';
import type { WholeHearth } from '../whole-hearth';
import type { Tally } from './compare';
import type { Door } from './door';
import { allows } from './expected';
import { governanceInputs, governanceOf } from './governance';
import type { ProofReader } from './readers';
import type { Seeded } from './seed';

/** A sound input for each mutation: what refuses it must be the policy. A mutation without one fails the proof. */
function inputsOf(seeded: Seeded): Readonly<Record<string, string>> {
  return {
    recordCustomer:
      '(input: { externalKey: "MINE", companyName: "Amberline Foundry", industry: "333", country: "DK", sizeBand: FROM_50_TO_249 })',
    recordContact: `(input: { customer: "${seeded.mine}", externalKey: "MINE-C", name: "Ada MINE", email: "ada@mine.example", role: "Lead" })`,
    recordAgreement: `(input: { customer: "${seeded.mine}", externalKey: "MINE-1", orderNumber: "ORDER-MINE", edition: "ENTERPRISE", startsOn: "2026-01-01", endsOn: "2099-01-01", licenceKey: "PROOF-0001-AMBER", installationConfirmation: NOT_REQUIRED, entitlements: [{ metric: "steps-executed", limit: "100000", measure: SUM, period: MONTH, tolerancePercent: 10 }, { metric: "cpus", limit: "16", measure: PEAK, period: MONTH, tolerancePercent: 0 }] })`,
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
    replayFailedReports: '(filter: { code: "UNKNOWN_LICENCE_KEY" }, dryRun: true)',
    confirmInstallation: `(id: "${seeded.installation}")`,
    disownInstallation: `(id: "${seeded.disowned}")`,
    assignCustomers: `(input: { partner: "${seeded.partner}", customers: ["${seeded.mine}"], role: SUPPORTS, from: "2026-01-01", until: "2099-01-01" })`,
  };
}

// All that writing through the graph could change. What the gateway's own account writes changes with every reading, as do
// the reports' tables with every report: neither is a mutation's to write.
const WRITTEN: readonly (readonly [room: RoomName, table: string])[] = [
  ...TABLES.personal.map((table) => ['personal', table] as const),
  ...TABLES.access.map((table) => ['access', table] as const),
  ['usage', 'subjects'],
  ['usage', 'scope'],
  ['usage', 'installation_claims'],
  ['usage', 'dirty_months'],
  ['usage', 'corrections'],
] as const;
const byTheGateway = (room: RoomName, table: string): boolean =>
  RIGHTS.some(
    (right) =>
      right.account === 'gateway' &&
      right.room === room &&
      right.table === table &&
      right.verbs.some((verb) => verb !== 'SELECT'),
  );

/** The contents of every table that a mutation may write, as text. */
export async function contents(hearth: WholeHearth): Promise<string> {
  const all: unknown[] = [];
  for (const [room, table] of WRITTEN) {
    if (!byTheGateway(room, table))
      all.push([table, await hearth.rows(room, `SELECT * FROM ${table} ORDER BY 1, 2`)]);
  }
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
