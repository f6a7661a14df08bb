import type { Connection } from '@hearth/subgraph';
import { Category, cursorBinding, MutationAudience, PageArgs, pageOf, readPage } from '@hearth/subgraph';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import type { Written } from '../domain/case-store';
import type { RequestQuery, RequestStatus } from '../domain/requests';
import { RequestStatusEnum } from './code-lists';
import type { RecordsContext } from './context';
import { asked } from './reader-errors';
import { OpenRequestInput, SubjectRequestConnection, SubjectRequestType } from './request-types';

@Resolver()
export class RequestResolver {
  @Query(() => SubjectRequestConnection, {
    nullable: true,
    description: 'Requests of customers, what has waited longest first.',
  })
  @Category('request.record')
  async requests(
    @Arg('status', () => RequestStatusEnum, { nullable: true }) status: RequestStatus | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RecordsContext,
  ): Promise<Connection<SubjectRequestType>> {
    const { reader, access, cases } = context;
    const binding = cursorBinding({
      list: 'Query.requests',
      filter: { status, client: reader.client },
      reader,
      policyVersion: access.policyVersion,
    });
    const scope = { key: context.cursorKey, binding };
    const page = readPage(args, scope);
    // Sealed by ourselves, for this very list: what opens is a position.
    const after = page.after as RequestQuery['after'];
    const found = await asked(() =>
      cases.requests({
        limit: page.limit,
        ...(status === null || status === undefined ? {} : { status }),
        ...(after === undefined ? {} : { after }),
      }),
    );
    const { edges, pageInfo } = pageOf(found, page, ({ receivedAt, id }) => ({ receivedAt, id }), scope);
    return {
      edges: edges.map(({ cursor, node }) => ({ cursor, node: new SubjectRequestType(node) })),
      pageInfo,
    };
  }

  @Mutation(() => SubjectRequestType, {
    nullable: true,
    description: 'Asks the company, which has thirty days.',
  })
  @MutationAudience('request.open')
  openRequest(
    @Arg('input', () => OpenRequestInput) input: OpenRequestInput,
    @Ctx() context: RecordsContext,
  ): Promise<SubjectRequestType | null> {
    const { kind, text } = input;
    return written(context, () => context.caseWriter.openRequest({ kind, text }));
  }

  @Mutation(() => SubjectRequestType, {
    nullable: true,
    description: 'Answers a request and closes its case: nothing of the customer is read for it any more.',
  })
  @MutationAudience('request.answer')
  answerRequest(
    @Arg('id', () => ID) id: string,
    @Arg('answer', () => String) answer: string,
    @Ctx() context: RecordsContext,
  ): Promise<SubjectRequestType | null> {
    return written(context, () => context.caseWriter.answerRequest(id, answer));
  }

  @Mutation(() => SubjectRequestType, {
    nullable: true,
    description:
      'Erases a customer for its open request of erasure, and closes that. A repeat mends what a crash left.',
  })
  @MutationAudience('customer.erase')
  eraseCustomer(
    @Arg('id', () => ID) id: string,
    @Arg('case', () => ID) request: string,
    @Ctx() context: RecordsContext,
  ): Promise<SubjectRequestType | null> {
    return written(context, () => context.caseWriter.eraseCustomer(id, request));
  }
}

async function written(
  context: RecordsContext,
  write: () => Promise<Written>,
): Promise<SubjectRequestType | null> {
  const { id, customer } = await asked(write);
  await context.publishCase(customer);
  const record = (await asked(() => context.cases.requestsById([id]))).get(id);
  return record === undefined ? null : new SubjectRequestType(record);
}
