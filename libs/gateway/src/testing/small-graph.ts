import { CURRENT_POLICY } from '@hearth/policy';
import type { Policy } from '@hearth/policy';
import {
  buildSubgraph,
  Category,
  connectionType,
  createSubgraph,
  Key,
  MutationAudience,
  Open,
  PublicError,
} from '@hearth/subgraph';
import type { Connection, Subgraph, SubgraphContext } from '@hearth/subgraph';
import type { Verifier } from '@hearth/tokens';
import { compositionHasErrors, composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';

/** Customer 1 is partner 1's, customer 2 is partner 2's. */
const ROWS = [
  { id: 'cus_1', companyName: 'Alder & Sons', partner: 'par_1', installations: ['2.1', '2.2'] },
  { id: 'cus_2', companyName: 'Birch Ltd', partner: 'par_2', installations: ['3.0'] },
] as const;

type Row = (typeof ROWS)[number];

/** Stands for a store that was switched off: it hands every row to every reader. */
interface SmallContext extends SubgraphContext {
  readonly isStoreOpen: boolean;
}

function rowsOf({ reader, isStoreOpen }: SmallContext): readonly Row[] {
  return reader.audience === 'partner' && !isStoreOpen
    ? ROWS.filter(({ partner }) => partner === reader.party)
    : ROWS;
}

const KEY = 'Random, and of no use to whoever may not read the customer.';

@ObjectType('Customer')
@Key('id')
class CustomerType {
  @Field(() => ID)
  @Open(KEY)
  id!: string;

  @Field(() => String, { nullable: true })
  @Category('company.name')
  companyName!: string | null;

  @Field(() => String, { nullable: true })
  @Category('user.device.ip_address')
  address?: string | null;
}

const CustomerConnection = connectionType(() => CustomerType, 'Customer');

@Resolver()
class CustomersResolver {
  @Query(() => CustomerType, { nullable: true })
  @Category('company.record')
  customer(@Arg('id', () => ID) id: string, @Ctx() context: SmallContext): CustomerType | null {
    return rowsOf(context).find((row) => row.id === id) ?? null;
  }

  @Query(() => CustomerConnection, { nullable: true })
  @Category('company.record')
  customers(
    @Arg('name', () => String, { nullable: true }) name: string | undefined,
    @Ctx() context: SmallContext,
  ): Connection<CustomerType> {
    const rows = rowsOf(context).filter((row) => name === undefined || row.companyName === name);
    return {
      edges: rows.map((node) => ({ cursor: node.id, node })),
      pageInfo: { hasNextPage: false, endCursor: rows.at(-1)?.id ?? null },
    };
  }

  @Query(() => String, { nullable: true })
  @Open('A test.')
  motto(): string {
    return 'kept by construction';
  }

  @Query(() => String, { nullable: true })
  @Open('A test.')
  breaks(): string {
    throw new Error('select secret from table at db-host-7');
  }

  @Query(() => String, { nullable: true })
  @Open('A test.')
  complains(): string {
    throw new PublicError('BAD_INPUT', 'first: a whole number');
  }

  @Mutation(() => CustomerType, { nullable: true })
  @MutationAudience('customer.record')
  recordCustomer(@Arg('name', () => String) companyName: string): CustomerType {
    return { id: 'cus_3', companyName };
  }
}

@ObjectType('Installation')
class InstallationType {
  @Field(() => String, { nullable: true })
  @Category('usage.installation')
  version!: string | null;
}

@ObjectType('Customer')
@Key('id')
class CustomerUseType {
  @Field(() => ID)
  @Open(KEY)
  id!: string;
}

@Resolver(() => CustomerUseType)
class UsageResolver {
  @FieldResolver(() => [InstallationType], { nullable: true })
  @Category('usage.installation')
  installations(@Root() customer: CustomerUseType, @Ctx() context: SmallContext): InstallationType[] {
    const row = rowsOf(context).find(({ id }) => id === customer.id);
    return (row?.installations ?? []).map((version) => ({ version }));
  }

  @Query(() => String, { nullable: true })
  @Category('operation.intake')
  intakeHealth(): string {
    return 'well';
  }
}

/** Two subgraphs that share an entity, and what composes of them. */
export interface SmallGraph {
  readonly supergraphSdl: string;
  readonly subgraphs: Readonly<Record<string, Subgraph>>;
  /** How often each subgraph was asked, and with which operations. */
  readonly asked: Readonly<Record<string, string[]>>;
}

/** Builds the two subgraphs of the gateway's own tests, each behind its real door. */
export async function smallGraph(
  verifier: Verifier,
  o: { readonly policy?: Policy; readonly isStoreOpen?: boolean } = {},
): Promise<SmallGraph> {
  const built = [
    await buildSubgraph({
      name: 'customer-records',
      resolvers: [CustomersResolver],
      references: {
        Customer: ({ id }: { id: string }, context: SmallContext) =>
          rowsOf(context).find((row) => row.id === id) ?? null,
      },
    }),
    await buildSubgraph({
      name: 'usage',
      resolvers: [UsageResolver],
      orphanedTypes: [CustomerUseType],
      references: { Customer: ({ id }: { id: string }) => ({ id }) },
    }),
  ];
  const asked: Record<string, string[]> = {};
  const subgraphs = built.map((schema) => {
    const subgraph = createSubgraph({
      built: schema,
      verifier,
      policy: o.policy ?? CURRENT_POLICY,
      makeContext: () => ({ isStoreOpen: o.isStoreOpen ?? false }),
    });
    const questions: string[] = (asked[schema.name] = []);
    const watched: Subgraph = {
      ...subgraph,
      execute: (request) => {
        questions.push(JSON.stringify(request.document));
        return subgraph.execute(request);
      },
    };
    return [schema.name, watched] as const;
  });
  const composed = composeServices(
    built.map(({ name, sdl }) => ({
      name,
      typeDefs: parse(sdl),
      url: `http://${name}.hearth.invalid/graphql`,
    })),
  );
  if (compositionHasErrors(composed))
    throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return { supergraphSdl: composed.supergraphSdl, subgraphs: Object.fromEntries(subgraphs), asked };
}
