import { decide } from '@hearth/policy';
import type { Policy, Reader } from '@hearth/policy';
import { selectIn } from '@hearth/storage';
import type { RoomDatabase } from '@hearth/storage';
import type { AssignmentRecord, PartnerRecord, PartnerRole } from '../domain/partner-records';
import type { PartnerStore } from '../domain/partner-store';
import { assignmentFilter, partnerFilter } from './row-filter';

interface PartnerRow {
  readonly id: string;
  readonly name: string;
  readonly contract_ends_on: string | null;
}

interface AssignmentRow {
  readonly partner: string;
  readonly customer: string;
  readonly role: PartnerRole;
  readonly starts_on: string;
  readonly ends_on: string | null;
}

const PARTNER_COLUMNS = 'p.id, p.name, p.contract_ends_on';

/** The reading half of the store, for one reader. */
export function createPartnerReads(options: {
  readonly access: RoomDatabase;
  readonly policy: Policy;
  readonly reader: Reader;
  readonly now: () => number;
}): Pick<PartnerStore, 'mayReadPartners' | 'assignmentsOf' | 'partnersById' | 'partners'> {
  const { access, policy, reader, now } = options;
  return {
    mayReadPartners: () => decide(policy, reader, 'access.partner').allowed,

    assignmentsOf: async (customers) => {
      const filter = assignmentFilter(policy, reader, now());
      const found = new Map<string, AssignmentRecord[]>(customers.map((id) => [id, []]));
      if (!filter) return found;
      const rows = await access.read((m) =>
        selectIn<AssignmentRow>(
          m,
          `SELECT a.partner, a.customer, a.role, a.starts_on, a.ends_on
           FROM assignments a JOIN partners p ON p.id = a.partner
           WHERE ${filter.sql} AND a.customer`,
          customers,
          '',
          { before: filter.values },
        ),
      );
      for (const row of rows) found.get(row.customer)?.push(toAssignment(row));
      for (const list of found.values()) list.sort(byRoleAndPartner);
      return found;
    },

    partnersById: async (ids) => {
      const filter = partnerFilter(policy, reader, now());
      if (!filter) return new Map();
      const rows = await access.read((m) =>
        selectIn<PartnerRow>(
          m,
          `SELECT ${PARTNER_COLUMNS} FROM partners p WHERE ${filter.sql} AND p.id`,
          ids,
          '',
          { before: filter.values },
        ),
      );
      return new Map(rows.map((row) => [row.id, toPartner(row)]));
    },

    partners: async (limit, afterId) => {
      const filter = partnerFilter(policy, reader, now());
      if (!filter) return [];
      const rows = await access.read((m) =>
        m.query<PartnerRow[]>(
          `SELECT ${PARTNER_COLUMNS} FROM partners p WHERE ${filter.sql} AND p.id > ? ORDER BY p.id LIMIT ?`,
          [...filter.values, afterId ?? '', limit],
        ),
      );
      return rows.map(toPartner);
    },
  };
}

function toPartner(row: PartnerRow): PartnerRecord {
  return { id: row.id, name: row.name, contractEndsOn: row.contract_ends_on };
}

function toAssignment(row: AssignmentRow): AssignmentRecord {
  return {
    partner: row.partner,
    customer: row.customer,
    role: row.role,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
  };
}

function byRoleAndPartner(one: AssignmentRecord, other: AssignmentRecord): number {
  const left = `${one.role} ${one.partner}`;
  const right = `${other.role} ${other.partner}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
