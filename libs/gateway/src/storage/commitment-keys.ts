import { createDataKey, unwrapCommitmentKey, wrapCommitmentKey } from '@hearth/keys';
import { insertRows, selectIn } from '@hearth/storage';
import type { EntityManager } from 'typeorm';

// A few megabytes; a busy gateway sees as many customers in its ten minutes, and a sweep pushes out what it no longer needs.
const KEYS_MAX = 20_000;

// A key that was destroyed to erase its customer is forgotten here no later than this.
const KEPT_MS = 10 * 60_000;

/** The commitment keys of customers, made when first needed. */
export interface CommitmentKeys {
  /** The key of each customer. Keys that were missing are inserted in the unit of `m`, and are new in `made`. */
  keysFor(
    m: EntityManager,
    customers: readonly string[],
  ): Promise<{ readonly keys: ReadonlyMap<string, Buffer>; readonly read: ReadonlyMap<string, Buffer> }>;
  /** Keeps what a unit read or made, once it is durable. */
  remember(read: ReadonlyMap<string, Buffer>): void;
}

/** Keys by customer, kept for a while, wrapped under `master` where they are stored. */
export function createCommitmentKeys(master: Buffer, now: () => number): CommitmentKeys {
  const kept = new Map<string, { readonly key: Buffer; readonly until: number }>();

  return {
    keysFor: async (m, customers) => {
      const at = now();
      const keys = new Map<string, Buffer>();
      const read = new Map<string, Buffer>();
      const unknown: string[] = [];
      for (const customer of new Set(customers)) {
        const one = kept.get(customer);
        if (one && one.until > at) keys.set(customer, one.key);
        else unknown.push(customer);
      }
      interface Row {
        readonly customer: string;
        readonly wrapped: Uint8Array;
      }
      const rows = await selectIn<Row>(
        m,
        'SELECT customer, wrapped FROM commitment_keys WHERE customer',
        unknown.sort(),
      );
      for (const { customer, wrapped } of rows)
        read.set(customer, unwrapCommitmentKey(master, wrapped, customer));
      const fresh = unknown.filter((customer) => !read.has(customer));
      for (const customer of fresh) read.set(customer, createDataKey());
      await insertRows(
        m,
        'commitment_keys',
        ['customer', 'wrapped'],
        fresh.map((customer) => [
          customer,
          wrapCommitmentKey(master, read.get(customer) as Buffer, customer),
        ]),
      );
      for (const [customer, key] of read) keys.set(customer, key);
      return { keys, read };
    },

    remember: (read) => {
      const until = now() + KEPT_MS;
      for (const [customer, key] of read) {
        kept.delete(customer);
        kept.set(customer, { key, until });
      }
      // A map keeps the order of insertion: what has been here longest goes first.
      for (const customer of kept.keys()) {
        if (kept.size <= KEYS_MAX) break;
        kept.delete(customer);
      }
    },
  };
}
