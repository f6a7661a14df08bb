import { randomBytes } from 'node:crypto';
import { CURRENT_POLICY, policyDocument } from '@hearth/policy';
import { insertRows } from '@hearth/storage';
import type { WholeHearth } from '../whole-hearth';

const idOf = (prefix: string): string => `${prefix}_${randomBytes(16).toString('base64url')}`;

/** The client under which every token of the proof is issued. */
const PROOF = 'proof';
const SOMEBODY = 'somebody-else';
const DAY_MS = 86_400_000;

/** When the last proposal was made: two of one version have different times. */
let proposedAt = Date.now();
/** How many versions were proposed: one number stands for one text, in all the runs of a proof. */
let versions = 0;

/** Writes what others are decided by past the mutations, so that each of these finds what it needs however often it is asked. */
export interface Governance {
  client(of: { audience: string; purposes: string[]; party?: string; revoked?: boolean }): Promise<string>;
  order(of: {
    id?: string;
    persons: string[];
    customers: string[];
    approved: boolean;
    closed?: boolean;
  }): Promise<string>;
  proposal(approved: boolean): Promise<string>;
  partner(): Promise<string>;
}

/** A writer of the access room as the account that does it. */
export async function governanceOf(hearth: WholeHearth): Promise<Governance> {
  const access = await hearth.hearth.kit.room('access', 'partner-access');
  const insert = (table: string, row: Readonly<Record<string, unknown>>): Promise<void> =>
    access.write(async (m) => {
      await m.query('UPDATE decision_stamp SET revision = revision + 1 WHERE id = 1');
      await insertRows(m, table, Object.keys(row), [Object.values(row)]);
    });
  return {
    client: async ({ audience, purposes, party, revoked }) => {
      const id = idOf('cli');
      const now = Date.now();
      await insert('clients', {
        id,
        name: 'A program',
        audience,
        purposes: JSON.stringify(purposes),
        party: party ?? null,
        registered_by: SOMEBODY,
        registered_at: now,
        revoked_at: revoked === true ? now : null,
      });
      await insert('issued_tokens', {
        id: idOf('tok'),
        client: id,
        audience,
        purposes: JSON.stringify(purposes),
        issued_by: SOMEBODY,
        issued_at: now,
        expires_at: now + DAY_MS,
        hint: 'AbCd',
      });
      return id;
    },
    order: async ({ id = idOf('ord'), persons, customers, approved, closed }) => {
      const now = Date.now();
      await insert('court_orders', {
        id,
        case_reference: '26-CV-1',
        persons: JSON.stringify(persons),
        customers: JSON.stringify(customers),
        categories: '["company"]',
        from_at: now - 1_000,
        until_at: now + DAY_MS,
        sealed_until: now + DAY_MS,
        opened_by: SOMEBODY,
        opened_at: now,
        approved_by: approved ? PROOF : null,
        approved_at: approved ? now : null,
        closed_by: closed === true ? PROOF : null,
        closed_at: closed === true ? now : null,
        revision: approved ? 1 : 0,
        published: approved ? 1 : 0,
      });
      return id;
    },
    // The version in force, so that to approve it changes nothing of what the other cells expect.
    proposal: async (approved) => {
      proposedAt += 1;
      await insert('policy_proposals', {
        version: CURRENT_POLICY.version,
        proposed_at: proposedAt,
        document: policyDocument(CURRENT_POLICY),
        proposed_by: SOMEBODY,
        approved_by: approved ? PROOF : null,
        approved_at: approved ? Date.now() : null,
      });
      return CURRENT_POLICY.version;
    },
    partner: async () => {
      const id = idOf('par');
      await insert('partners', { id, external_key: id, recorded_by: PROOF, name: 'Ends' });
      return id;
    },
  };
}

/** A sound input for each mutation of what others are decided by, made anew for each call. */
export function governanceInputs(
  make: Governance,
  customer: string,
): Readonly<Record<string, () => Promise<string>>> {
  const operations = { audience: 'operations', purposes: ['operation'] };
  return {
    proposePolicy: () => {
      versions += 1;
      const document = JSON.stringify({ ...CURRENT_POLICY, version: `proof-${String(versions)}` });
      return Promise.resolve(`(document: ${JSON.stringify(document)})`);
    },
    approvePolicy: async () => `(version: "${await make.proposal(false)}")`,
    registerClient: () =>
      Promise.resolve('(input: { name: "A program", audience: OPERATIONS, purposes: [OPERATION] })'),
    revokeClient: async () => `(id: "${await make.client(operations)}")`,
    issueToken: async () => `(input: { client: "${await make.client(operations)}", purposes: [OPERATION] })`,
    revokeToken: () => Promise.resolve(`(id: "${idOf('tok')}")`),
    openCourtOrder: async () => {
      const person = await make.client({ audience: 'court-order', purposes: ['legal-order'] });
      return `(input: { caseReference: "26-CV-2", persons: ["${person}"], customers: ["${customer}"], categories: ["company"], from: "${new Date().toISOString()}", until: "${new Date(Date.now() + DAY_MS).toISOString()}" })`;
    },
    approveCourtOrder: async () => {
      const person = await make.client({ audience: 'court-order', purposes: ['legal-order'] });
      return `(id: "${await make.order({ persons: [person], customers: [customer], approved: false })}")`;
    },
    closeCourtOrder: async () =>
      `(id: "${await make.order({ persons: [PROOF], customers: [customer], approved: false })}")`,
    endPartnership: async () => `(partner: "${await make.partner()}", on: "2099-01-01")`,
  };
}
