import { CATEGORIES } from '@hearth/policy';
import type { Audience, Category as CategoryKey, Policy, Purpose } from '@hearth/policy';
import { writeExportLine } from '@hearth/release-record';
import type { SignedHead } from '@hearth/release-record';
import { Category, cursorBinding, DateTime, PageArgs, pageOf, PublicError, readPage } from '@hearth/subgraph';
import type { CursorScope, Page } from '@hearth/subgraph';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { ReleaseLogEntry, ReleaseLogFilter } from '../domain/release-log';
import type { PartnerContext } from './context';
import { CustomerType } from './partner-types';
import {
  ChainVerificationType,
  ReleaseExposureType,
  ReleaseHeadType,
  ReleaseRecordConnection,
  ReleaseRecordExportType,
  ReleaseRecordFilter,
} from './release-types';
import type { ReleaseRecordType } from './release-types';
import { told } from './told';

@Resolver(() => CustomerType)
export class CustomerAccessLogResolver {
  @FieldResolver(() => ReleaseRecordConnection, {
    nullable: true,
    description:
      'Who read of this customer, newest first: department or party, purpose, clause, time and categories. What a court order seals is not in it while it does.',
  })
  @Category('access.record')
  accessLog(
    @Root() customer: CustomerType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: PartnerContext,
  ): Promise<ReleaseRecordConnection> {
    return connection(context, 'Customer.accessLog', { customer: customer.id }, args, (limit, before) =>
      context.releaseLog.accessLog(customer.id, limit, before),
    );
  }
}

@Resolver()
export class ReleaseRecordsResolver {
  @Query(() => ReleaseRecordConnection, {
    nullable: true,
    description: 'The record of releases, newest first. A customer finds what is about itself.',
  })
  @Category('access.record')
  releaseRecords(
    @Arg('filter', () => ReleaseRecordFilter, { nullable: true })
    filter: ReleaseRecordFilter | null | undefined,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: PartnerContext,
  ): Promise<ReleaseRecordConnection> {
    const wanted = filterOf(filter ?? {});
    return connection(context, 'Query.releaseRecords', wanted, args, (limit, before) =>
      context.releaseLog.releaseRecords(wanted, limit, before),
    );
  }

  @Query(() => [ReleaseHeadType], { nullable: true, description: 'The newest signed head of each chain.' })
  @Category('access.record')
  async releaseHeads(@Ctx() context: PartnerContext): Promise<ReleaseHeadType[]> {
    return (await told(() => context.releaseLog.releaseHeads())).map(toHeadType);
  }

  @Query(() => ChainVerificationType, {
    nullable: true,
    description:
      'Verifies what was written in a time, or everything. For the privacy office; null for others.',
  })
  @Category('access.record')
  async verifyReleaseRecords(
    @Arg('from', () => DateTime, { nullable: true }) from: number | null | undefined,
    @Arg('to', () => DateTime, { nullable: true }) to: number | null | undefined,
    @Ctx() context: PartnerContext,
  ): Promise<ChainVerificationType | null> {
    const report = await told(() => context.releaseLog.verifyRecord(from ?? undefined, to ?? undefined));
    if (!report) return null;
    const [first] = report.findings;
    return { ok: report.ok, entries: report.entries, heads: report.heads, firstFault: first ?? null };
  }

  @Query(() => ReleaseExposureType, {
    nullable: true,
    description: 'Whom a token, lost perhaps, has read of. For the privacy office; null for others.',
  })
  @Category('access.record')
  async releaseExposure(
    @Arg('token', () => ID) token: string,
    @Ctx() context: PartnerContext,
  ): Promise<ReleaseExposureType | null> {
    return (await told(() => context.releaseLog.exposureOf(token))) ?? null;
  }

  @Query(() => ReleaseRecordExportType, {
    nullable: true,
    description: 'The whole record, page by page. For the privacy office; null for others.',
  })
  @Category('access.record')
  async exportReleaseRecords(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: PartnerContext,
  ): Promise<ReleaseRecordExportType | null> {
    const scope = scopeOf(context, 'Query.exportReleaseRecords', {});
    const { first, after } = readPage(args, scope);
    const position = after as unknown as Parameters<typeof context.releaseLog.exportPage>[1];
    const page = await told(() => context.releaseLog.exportPage(first, position));
    if (!page) return null;
    const [edge] = page.next
      ? pageOf([page.next], { first: 1, limit: 2, after: undefined }, (next) => next, scope).edges
      : [];
    return { lines: page.lines, next: edge?.cursor ?? null };
  }
}

function scopeOf(context: PartnerContext, list: string, filter: object): CursorScope {
  const { reader, policy, cursorKey: key } = context;
  const binding = cursorBinding({
    list,
    filter: { client: reader.client, ...filter },
    reader,
    policyVersion: policy.version,
  });
  return { key, binding };
}

async function connection(
  context: PartnerContext,
  list: string,
  filter: object,
  args: PageArgs,
  fetch: (limit: number, beforeSeq: number | undefined) => Promise<readonly ReleaseLogEntry[]>,
): Promise<ReleaseRecordConnection> {
  const scope = scopeOf(context, list, filter);
  const page = readPage(args, scope);
  const entries = await told(() => fetch(page.limit, seqOf(page)));
  const { edges, pageInfo } = pageOf(entries, page, ({ seq }) => ({ seq }), scope);
  const heads = await told(() => context.releaseLog.releaseHeads());
  return {
    edges: edges.map(({ cursor, node }) => ({ cursor, node: toRecordType(node, context.policy) })),
    pageInfo,
    heads: heads.map(toHeadType),
  };
}

function seqOf(page: Page): number | undefined {
  const seq = page.after?.['seq'];
  if (seq !== undefined && typeof seq !== 'number')
    throw new PublicError('BAD_CURSOR', 'after: not a cursor');
  return seq;
}

function filterOf(filter: ReleaseRecordFilter): ReleaseLogFilter {
  const category = filter.category ?? undefined;
  if (category !== undefined && !CATEGORIES.some(({ key }) => key === category)) {
    throw new PublicError('BAD_INPUT', 'filter.category: a category of the policy');
  }
  return {
    customer: filter.customer ?? undefined,
    reader: filter.reader ?? undefined,
    token: filter.token ?? undefined,
    purpose: filter.purpose ?? undefined,
    category: category as CategoryKey | undefined,
    from: filter.from ?? undefined,
    to: filter.to ?? undefined,
  };
}

function toRecordType(entry: ReleaseLogEntry, policy: Policy): ReleaseRecordType {
  const { detail } = entry;
  const title = policy.audiences.find(({ key }) => key === entry.audience)?.title;
  return {
    at: entry.at,
    audience: entry.audience as Audience,
    by: entry.partner ?? title ?? null,
    purpose: entry.purpose as Purpose,
    clauses: entry.clauses,
    type: entry.type,
    categories: entry.categories,
    reader: detail?.reader ?? null,
    token: detail?.token ?? null,
    party: detail?.party ?? null,
    policyVersion: detail?.policyVersion ?? null,
    rows: detail?.rows ?? null,
    writer: detail?.writer ?? null,
    index: detail?.index ?? null,
    request: detail?.requestId ?? null,
  };
}

function toHeadType(head: SignedHead): ReleaseHeadType {
  return {
    writer: head.writer,
    size: head.size,
    root: head.root.toString('hex'),
    chainHash: head.chainHash.toString('hex'),
    at: head.at,
    signature: head.signature.toString('hex'),
    line: writeExportLine({ kind: 'head', head }),
  };
}
