import { newId } from '@hearth/keys';
import { insertRows } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import type { Written } from '../domain/case-store';
import { RecordsFault } from '../domain/faults';
import { OPEN_REQUESTS_PER_CUSTOMER_MAX } from '../domain/limits';
import type { RequestInput } from '../domain/requests';
import { deadlineOf } from '../domain/requests';
import { customerOf, keyedCustomer, ownCustomer } from './keyed-customer';
import { closeCaseScope, markScopes, openCaseScope } from './own-scopes';
import type { WriterParts } from './record-writer';
import { run, select, sql } from './sql';

const COLUMNS = ['id', 'customer', 'kind', 'text', 'answer', 'received_at', 'due_at', 'answered_at'];

/** Records a request of the customer itself and opens its case: whoever acts for it now has the customer's rows. */
export async function openRequest(o: WriterParts, m: EntityManager, request: RequestInput): Promise<Written> {
  const customer = await ownCustomer(o, m, 'customer');
  const waiting = await select(
    m,
    sql`SELECT id FROM requests WHERE customer = ${customer.id} AND answered_at IS NULL`,
  );
  if (waiting.length >= OPEN_REQUESTS_PER_CUSTOMER_MAX) {
    throw new RecordsFault('CONFLICT', 'input', `at most ${OPEN_REQUESTS_PER_CUSTOMER_MAX} open requests`);
  }
  const id = newId('req');
  const now = o.now();
  const place = { table: 'requests', column: 'text', row: id } as const;
  const text = customer.cipher.seal(customer.dataKey, request.text, place);
  await insertRows(m, 'requests', COLUMNS, [
    [id, customer.id, request.kind, text, null, now, deadlineOf(now), null],
  ]);
  await openCaseScope(m, id, customer.id, now);
  await markScopes(m, customer.id, now);
  return { id, customer: customer.id };
}

/** Answers a request, which closes its case. The same answer again changes nothing; another one is a CONFLICT. */
export async function answerRequest(
  o: WriterParts,
  m: EntityManager,
  id: string,
  answer: string,
): Promise<Written> {
  const customer = await keyedCustomer(o, m, await customerOf(m, 'requests', id), 'id');
  const [row] = await select(m, sql`SELECT answer, answered_at FROM requests WHERE id = ${id}`);
  const place = { table: 'requests', column: 'answer', row: id } as const;
  if (row !== undefined && row['answered_at'] !== null) {
    const given = customer.cipher.open({ ...row, wrapped: customer.row['wrapped'] }, customer.id, place);
    if (given !== answer) throw new RecordsFault('CONFLICT', 'id', 'this request is answered already');
    return { id, customer: customer.id };
  }
  const now = o.now();
  const sealed = customer.cipher.seal(customer.dataKey, answer, place);
  await run(m, sql`UPDATE requests SET answer = ${sealed}, answered_at = ${now} WHERE id = ${id}`);
  await closeCaseScope(m, id, customer.id, now);
  await markScopes(m, customer.id, now);
  return { id, customer: customer.id };
}
