import { Category, MutationAudience, PageArgs } from '@hearth/subgraph';
import type { Connection } from '@hearth/subgraph';
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import {
  ClientConnection,
  ClientType,
  IssuedTokenType,
  RegisterClientInput,
  TokenInput,
  TokenRevocationType,
} from './client-types';
import type { PartnerContext } from './context';
import { PartnerType } from './partner-types';
import { pageById } from './page-by-id';
import { told } from './told';

@Resolver(() => PartnerType)
export class PartnerClientsResolver {
  @FieldResolver(() => [ClientType], { nullable: true, description: 'Its programs that are not revoked.' })
  @Category('access.client')
  async clients(@Root() partner: PartnerType, @Ctx() context: PartnerContext): Promise<ClientType[]> {
    return [...(await context.clientsOf.load(partner.id))];
  }
}

@Resolver()
export class ClientResolver {
  @Query(() => ClientConnection, {
    nullable: true,
    description: 'The registered programs that the reader may see.',
  })
  @Category('access.client')
  clients(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: PartnerContext,
  ): Promise<Connection<ClientType>> {
    return pageById(context, 'Query.clients', args, (limit, after) =>
      context.governance.clients(limit, after),
    );
  }

  @Mutation(() => ClientType, {
    nullable: true,
    description: 'Registers a program, so that tokens can be issued to it.',
  })
  @MutationAudience('client.register')
  registerClient(
    @Arg('input', () => RegisterClientInput) input: RegisterClientInput,
    @Ctx() { governance }: PartnerContext,
  ): Promise<ClientType> {
    const { name, audience, purposes, party, customer } = input;
    return told(() =>
      governance.registerClient({
        name,
        audience,
        purposes,
        party: party ?? null,
        customer: customer ?? null,
      }),
    );
  }

  @Mutation(() => ClientType, {
    nullable: true,
    description: 'Ends a program’s registration and every token it holds, for every request from now on.',
  })
  @MutationAudience('client.revoke')
  revokeClient(@Arg('id', () => ID) id: string, @Ctx() { governance }: PartnerContext): Promise<ClientType> {
    return told(() => governance.revokeClient(id));
  }

  @Mutation(() => IssuedTokenType, {
    nullable: true,
    description: 'Issues a token to a registered program, or a narrower one to the caller itself.',
  })
  @MutationAudience('token.issue')
  issueToken(
    @Arg('input', () => TokenInput) input: TokenInput,
    @Ctx() { governance }: PartnerContext,
  ): Promise<IssuedTokenType> {
    const { client, purposes, party, lifetimeSeconds } = input;
    return told(() =>
      governance.issueToken({
        client: client ?? null,
        purposes,
        party: party ?? null,
        lifetimeSeconds: lifetimeSeconds ?? null,
      }),
    );
  }

  @Mutation(() => TokenRevocationType, {
    nullable: true,
    description: 'Ends a token, and those that were issued with it, for every request from now on.',
  })
  @MutationAudience('token.revoke')
  async revokeToken(
    @Arg('id', () => ID) id: string,
    @Ctx() { governance }: PartnerContext,
  ): Promise<TokenRevocationType> {
    return { id, tokens: await told(() => governance.revokeToken(id)) };
  }
}
