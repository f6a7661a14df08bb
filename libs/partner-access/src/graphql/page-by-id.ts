import { cursorBinding, pageOf, PublicError, readPage } from '@hearth/subgraph';
import type { Connection, PageArgs } from '@hearth/subgraph';
import type { PartnerContext } from './context';
import { told } from './told';

/**
 * One page of a list in order of id, behind a cursor that opens for this list, reader, purpose and policy alone. What a reader
 * sees of these lists hangs on its client besides, so the cursor does too.
 *
 * @param list its coordinate, such as `Query.partners`
 * @param fetch reads up to `limit` rows behind an id
 * @throws PublicError BAD_INPUT or BAD_CURSOR
 */
export async function pageById<T extends { readonly id: string }>(
  context: PartnerContext,
  list: string,
  args: PageArgs,
  fetch: (limit: number, afterId: string | undefined) => Promise<readonly T[]>,
): Promise<Connection<T>> {
  const { reader, policy, cursorKey: key } = context;
  const filter = { client: reader.client };
  const scope = { key, binding: cursorBinding({ list, filter, reader, policyVersion: policy.version }) };
  const page = readPage(args, scope);
  const after = page.after?.['id'];
  if (after !== undefined && typeof after !== 'string')
    throw new PublicError('BAD_CURSOR', 'after: not a cursor');
  const rows = await told(() => fetch(page.limit, after));
  return pageOf<T>(rows, page, ({ id }) => ({ id }), scope);
}
