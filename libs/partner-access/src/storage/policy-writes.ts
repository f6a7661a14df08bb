import { readPolicyDocument } from '@hearth/decision-evidence';
import type { Policy, Reader } from '@hearth/policy';
import { auditPolicy, POLICY_VERSIONS } from '@hearth/policy';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { PartnerFault } from '../domain/faults';
import { OPEN_PROPOSALS_MAX, PROPOSALS_LISTED_MAX } from '../domain/policy-proposals';
import type { PolicyProposal, PolicyStore } from '../domain/policy-proposals';
import { demandAction, demandCategory } from './demand';
import { holdStamp, moveStamp, putInForce } from './stamp';

/** Broken invariants told at once: the first ones say enough. */
const FAULTS_TOLD_MAX = 20;

/** The store of the policy's versions, for one reader. */
export function createPolicyStore(options: {
  readonly access: RoomDatabase;
  readonly policy: Policy;
  readonly reader: Reader;
  /** UTC milliseconds. */
  readonly now: () => number;
}): PolicyStore {
  const { access, policy, reader, now } = options;
  return {
    proposePolicy: async (document) => {
      demandAction(policy, reader, 'policy.propose');
      const { version } = understood(document);
      return access.write(async (m) => {
        const inForce = await holdStamp(m);
        await refuseDouble(m, version);
        await refuseOther(m, version, document);
        const at = now();
        await m.query(
          'INSERT INTO policy_proposals (version, proposed_at, document, proposed_by) VALUES (?, ?, ?, ?)',
          [version, at, document, reader.client],
        );
        return proposal({ version, document, proposed_by: reader.client, proposed_at: at }, inForce);
      });
    },

    approvePolicy: async (version) => {
      demandAction(policy, reader, 'policy.approve');
      return access.write(async (m) => {
        await moveStamp(m);
        const [open] = await m.query<ProposalRow[]>(
          'SELECT * FROM policy_proposals WHERE version = ? AND approved_at IS NULL',
          [version],
        );
        if (open === undefined)
          throw new PartnerFault('NOT_FOUND', 'version', 'none that is proposed and open');
        if (open.proposed_by === reader.client) {
          throw new PartnerFault(
            'BAD_INPUT',
            'version',
            'approved by another client than the one that proposed it',
          );
        }
        await refuseOther(m, version, open.document);
        refuseUnsound(understood(open.document));
        const at = now();
        await putInForce(m, open, at);
        await m.query(
          'UPDATE policy_proposals SET approved_by = ?, approved_at = ? WHERE version = ? AND proposed_at = ?',
          [reader.client, at, version, open.proposed_at],
        );
        return proposal({ ...open, approved_by: reader.client, approved_at: at }, version);
      });
    },

    policyProposals: async () => {
      demandCategory(policy, reader, 'access.policy');
      const rows = await access.read((m) =>
        m.query<ProposalRow[]>('SELECT * FROM policy_proposals ORDER BY proposed_at DESC, version LIMIT ?', [
          PROPOSALS_LISTED_MAX,
        ]),
      );
      return rows.map((row) => proposal(row, policy.version));
    },

    policyOnceInForce: async (version) => {
      const [row] = await access.read((m) =>
        m.query<{ document: string }[]>('SELECT document FROM policy_versions WHERE version = ?', [version]),
      );
      return row && readPolicyDocument(row.document);
    },
  };
}

interface ProposalRow {
  readonly version: string;
  readonly document: string;
  readonly proposed_by: string;
  readonly proposed_at: number | string;
  readonly approved_by?: string | null;
  readonly approved_at?: number | string | null;
}

function proposal(row: ProposalRow, inForce: string | null): PolicyProposal {
  return {
    version: row.version,
    document: row.document,
    proposedBy: row.proposed_by,
    proposedAt: Number(row.proposed_at),
    approvedBy: row.approved_by ?? null,
    approvedAt: row.approved_at == null ? null : Number(row.approved_at),
    inForce: row.version === inForce,
  };
}

function understood(document: string): Policy {
  try {
    return readPolicyDocument(document);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [field = 'document', ...rest] = error.message.split(': ');
    throw new PartnerFault('BAD_INPUT', field, rest.join(': '));
  }
}

function refuseUnsound(policy: Policy): void {
  const faults = auditPolicy(policy);
  if (faults.length === 0) return;
  const told = faults.slice(0, FAULTS_TOLD_MAX).join(' ');
  throw new PartnerFault('BAD_INPUT', 'document', `a policy that breaks no invariant. ${told}`);
}

// Were a second one taken under the same number, whoever approves could have read the first.
async function refuseDouble(m: EntityManager, version: string): Promise<void> {
  const open = await m.query<{ version: string }[]>(
    'SELECT version FROM policy_proposals WHERE approved_at IS NULL LIMIT ?',
    [OPEN_PROPOSALS_MAX],
  );
  if (open.length >= OPEN_PROPOSALS_MAX) {
    throw new PartnerFault('BAD_INPUT', 'document', `at most ${String(OPEN_PROPOSALS_MAX)} open proposals`);
  }
  if (open.some((one) => one.version === version)) {
    throw new PartnerFault('BAD_INPUT', 'document version', 'one that is not proposed already');
  }
}

// A number stands for one text for ever: that of the software, or that under which it was first in force.
async function refuseOther(m: EntityManager, version: string, document: string): Promise<void> {
  const published = POLICY_VERSIONS.find((one) => one.version === version);
  const [stored] = await m.query<{ document: string }[]>(
    'SELECT document FROM policy_versions WHERE version = ?',
    [version],
  );
  const taken = published === undefined ? stored?.document : JSON.stringify(published);
  if (taken === undefined || taken === document) return;
  throw new PartnerFault('BAD_INPUT', 'document version', 'one that stands for no other text');
}
