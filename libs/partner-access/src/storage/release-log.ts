import type { KeyObject } from 'node:crypto';
import type { Policy, Reader, RowScope } from '@hearth/policy';
import { decide } from '@hearth/policy';
import type { HeadRow, SignedHead } from '@hearth/release-record';
import { categoriesIn, HEAD_COLUMNS, headOfRow } from '@hearth/release-record';
import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { AccessRefused, PartnerFault } from '../domain/faults';
import type { ReleaseLog, ReleaseLogEntry } from '../domain/release-log';
import { commitmentsOf } from './customer-commitments';
import { exposureOf } from './exposure';
import { recordPage } from './record-lines';
import { allOf, releaseConditions } from './release-conditions';
import type { RowFilter } from './row-filter';
import { sealedOrders } from './sealed-orders';
import { verifyRecord } from './verify-record';

/** What the log is read with. */
export interface ReleaseLogOptions {
  readonly access: RoomDatabase;
  readonly policy: Policy;
  readonly reader: Reader;
  readonly now: () => number;
  readonly keys: RecordKeys;
}

/** The keys for reading the record. */
export interface RecordKeys {
  /** The key `commitment-master`. */
  readonly master: Buffer;
  /** The key `release-verifying`. */
  readonly verifying: KeyObject;
}

interface Row {
  readonly seq: unknown;
  readonly writer: string;
  readonly idx: unknown;
  readonly request_id: Uint8Array;
  readonly at: unknown;
  readonly type: string;
  readonly reader: string;
  readonly audience: string;
  readonly purpose: string;
  readonly party: string | null;
  readonly token: string | null;
  readonly clauses: string;
  readonly policy_version: string;
  readonly categories: Uint8Array;
  readonly rows_released: unknown;
  readonly partner: string | null;
}

const COLUMNS = `e.seq, e.writer, e.idx, e.request_id, e.at, e.type, e.reader, e.audience, e.purpose, e.party, e.token,
  e.clauses, e.policy_version, e.categories, e.rows_released, p.name AS partner`;

/** The record for one reader: the privacy office has all of it, a customer what is about itself and not sealed. */
export function createReleaseLog(options: ReleaseLogOptions): ReleaseLog {
  const { access, policy, reader, now, keys } = options;
  const scope = (): RowScope => {
    const decision = decide(policy, reader, 'access.record');
    if (!decision.allowed) throw new AccessRefused(decision, { category: 'access.record' });
    return decision.rows;
  };
  const all = (): boolean => scope() === 'all';

  const entries = async (
    customer: string | undefined,
    condition: RowFilter,
    limit: number,
    beforeSeq: number | undefined,
  ): Promise<readonly ReleaseLogEntry[]> => {
    const rows = scope();
    if (rows !== 'all' && (rows !== 'self' || customer === undefined || customer !== reader.customer))
      return [];
    const own = rows === 'self';
    const sealed = sealedOrders(now());
    const where = allOf([
      condition,
      ...(own ? [{ sql: `NOT (${sealed.sql})`, values: sealed.values }] : []),
      ...(beforeSeq === undefined ? [] : [{ sql: 'e.seq < ?', values: [beforeSeq] }]),
    ]);
    return access.read(async (m) => {
      const about = customer === undefined ? undefined : await commitmentsOf(m, keys.master, customer, now());
      if (about?.length === 0) return [];
      const found = await select(m, { about, where, limit, partnersOf: own ? customer : undefined });
      return found.map((row) => toEntry(row, own));
    });
  };

  let heads: Promise<readonly SignedHead[]> | undefined;
  return {
    accessLog: (customer, limit, beforeSeq) => entries(customer, allOf([]), limit, beforeSeq),
    releaseRecords: (filter, limit, beforeSeq) => {
      const own = scope() === 'self';
      if (own && [filter.customer, filter.reader, filter.token].some((part) => part !== undefined)) {
        return Promise.reject(
          new PartnerFault('BAD_INPUT', 'filter', 'customer, reader and token are for the privacy office'),
        );
      }
      const customer = own ? reader.customer : filter.customer;
      return entries(customer, releaseConditions(filter), limit, beforeSeq);
    },
    releaseHeads: async () => {
      const rows = scope();
      if (rows !== 'all' && rows !== 'self') return [];
      return (heads ??= access.read(newestHeads));
    },
    verifyRecord: async (from, to) =>
      all() ? verifyRecord(access, { verifying: keys.verifying, from, to, now: now() }) : undefined,
    exposureOf: async (token) => (all() ? exposureOf(access, keys.master, token) : undefined),
    exportPage: async (limit, position) =>
      all() ? access.read((m) => recordPage(m, keys.verifying, limit, position)) : undefined,
  };
}

async function select(
  m: EntityManager,
  o: {
    readonly about: readonly Buffer[] | undefined;
    readonly where: RowFilter;
    readonly limit: number;
    /** The customer of whom a partner must be one, so that it is named. */
    readonly partnersOf: string | undefined;
  },
): Promise<readonly Row[]> {
  const named =
    o.partnersOf === undefined
      ? ''
      : 'AND EXISTS (SELECT 1 FROM assignments a WHERE a.partner = p.id AND a.customer = ?)';
  const from = o.about
    ? `release_customers c JOIN release_entries e ON e.writer = c.writer AND e.idx = c.idx`
    : 'release_entries e';
  const about = o.about ? `c.commitment IN (${o.about.map(() => '?').join(', ')}) AND` : '';
  return m.query<Row[]>(
    `SELECT ${COLUMNS} FROM ${from}
     LEFT JOIN partners p ON p.id = e.party AND e.audience = 'partner' ${named}
     WHERE ${about} ${o.where.sql} ORDER BY e.seq DESC LIMIT ?`,
    [...(o.partnersOf === undefined ? [] : [o.partnersOf]), ...(o.about ?? []), ...o.where.values, o.limit],
  );
}

async function newestHeads(m: EntityManager): Promise<readonly SignedHead[]> {
  const rows = await m.query<HeadRow[]>(
    `SELECT ${HEAD_COLUMNS.map((column) => `h.${column}`).join(', ')} FROM release_heads h
     JOIN (SELECT writer, MAX(size) AS size FROM release_heads GROUP BY writer) n
       ON n.writer = h.writer AND n.size = h.size ORDER BY h.writer`,
  );
  return rows.map(headOfRow);
}

function toEntry(row: Row, own: boolean): ReleaseLogEntry {
  return {
    seq: Number(row.seq),
    at: Number(row.at),
    type: row.type,
    audience: row.audience,
    partner: row.partner,
    purpose: row.purpose,
    clauses: row.clauses === '' ? [] : row.clauses.split(','),
    categories: categoriesIn(row.categories),
    detail: own
      ? null
      : {
          writer: row.writer,
          index: Number(row.idx),
          requestId: Buffer.from(row.request_id).toString('hex'),
          reader: row.reader,
          token: row.token,
          party: row.party,
          policyVersion: row.policy_version,
          rows: Number(row.rows_released),
        },
  };
}
