import type { Connection } from '@hearth/subgraph';
import { Category, cursorBinding, MutationAudience, PageArgs, pageOf, readPage } from '@hearth/subgraph';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Written } from '../domain/case-store';
import type { ApprovedQuery } from '../domain/references';
import type { RecordsContext } from './context';
import { asked } from './reader-errors';
import {
  ApprovedReferenceType,
  ProposeReferenceInput,
  ReferenceConnection,
  referenceInputOf,
  ReferenceType,
} from './reference-types';

@Resolver()
export class ReferenceResolver {
  @Query(() => ReferenceConnection, {
    nullable: true,
    description: 'What customers approved for the public, oldest approval first.',
  })
  @Category('reference.approved')
  async approvedReferences(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RecordsContext,
  ): Promise<Connection<ApprovedReferenceType>> {
    const { reader, access, cases } = context;
    const binding = cursorBinding({
      list: 'Query.approvedReferences',
      reader,
      policyVersion: access.policyVersion,
    });
    const scope = { key: context.cursorKey, binding };
    const page = readPage(args, scope);
    // Sealed by ourselves, for this very list: what opens is a position.
    const after = page.after as ApprovedQuery['after'];
    const found = await asked(() =>
      cases.approvedReferences({ limit: page.limit, ...(after === undefined ? {} : { after }) }),
    );
    const { edges, pageInfo } = pageOf(found, page, ({ approvedAt, id }) => ({ approvedAt, id }), scope);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: new ApprovedReferenceType(node) })),
      pageInfo,
    };
  }

  @Mutation(() => ReferenceType, { nullable: true, description: 'Proposes a quote to its customer.' })
  @MutationAudience('reference.propose')
  proposeReference(
    @Arg('input', () => ProposeReferenceInput) input: ProposeReferenceInput,
    @Ctx() context: RecordsContext,
  ): Promise<ReferenceType | null> {
    return written(context, () => context.caseWriter.proposeReference(referenceInputOf(input)));
  }

  @Mutation(() => ReferenceType, {
    nullable: true,
    description: 'Approves a quote of the caller, in these words and for these channels alone.',
  })
  @MutationAudience('reference.approve')
  approveReference(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RecordsContext,
  ): Promise<ReferenceType | null> {
    return written(context, () => context.caseWriter.approveReference(id));
  }

  @Mutation(() => ReferenceType, {
    nullable: true,
    description: 'Withdraws a quote of the caller, approved or not: nobody reads it outside any more.',
  })
  @MutationAudience('reference.withdraw')
  withdrawReference(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RecordsContext,
  ): Promise<ReferenceType | null> {
    return written(context, () => context.caseWriter.withdrawReference(id));
  }
}

async function written(
  context: RecordsContext,
  write: () => Promise<Written>,
): Promise<ReferenceType | null> {
  const { id } = await asked(write);
  const record = (await asked(() => context.cases.referencesById([id]))).get(id);
  return record === undefined ? null : new ReferenceType(record);
}
