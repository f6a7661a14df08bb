import { randomInt } from 'node:crypto';
import { upsertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';

const SPREAD = 4096;

/**
 * Marks a customer as changed, in the unit of work that changes it, until publication has carried it to the usage room. A
 * revision is never used twice (milliseconds and some chance), so a publication that is overtaken can tell.
 */
export async function markChanged(m: EntityManager, customer: string, now: number): Promise<void> {
  const revision = BigInt(now) * BigInt(SPREAD) + BigInt(randomInt(SPREAD));
  await upsertRows(m, 'outbox', ['customer', 'revision'], [[customer, revision]], {
    key: ['customer'],
    update: ['revision'],
  });
}
