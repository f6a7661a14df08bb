import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { GraphQLJSON } from 'graphql-scalars';
import {
  Arg,
  buildSchema,
  Field,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
} from 'type-graphql';
import type { WireReport } from '@hearth/report';
import type { Running, Setup } from './contestant';
import { listen } from './contestant';
import { openSaver, savedReport } from './saved-report';
import type { Saver } from './saved-report';

@InputType()
class ReportInput {
  @Field(() => Int)
  schema!: number;

  @Field(() => ID)
  id!: string;

  @Field(() => ID)
  installationId!: string;

  @Field(() => Int)
  sequence!: number;

  @Field(() => String)
  product!: string;

  @Field(() => String)
  version!: string;

  @Field(() => String)
  edition!: string;

  @Field(() => String)
  reason!: string;

  @Field(() => String)
  observedAt!: string;

  @Field(() => String)
  countersSince!: string;

  @Field(() => GraphQLJSON)
  breakdowns!: object;

  @Field(() => GraphQLJSON, { nullable: true })
  dimensions?: object;

  @Field(() => String)
  licenceKey!: string;

  @Field(() => String)
  policyVersion!: string;
}

@ObjectType()
class SavedReceipt {
  constructor(id: string) {
    this.id = id;
  }

  @Field(() => ID)
  id: string;
}

let saver: Saver | undefined;

@Resolver()
class SaveResolver {
  @Query(() => String)
  name(): string {
    return 'bench';
  }

  @Mutation(() => SavedReceipt)
  async saveReport(@Arg('report', () => ReportInput) report: ReportInput): Promise<SavedReceipt> {
    await saver?.save(savedReport(report as WireReport));
    return new SavedReceipt(report.id);
  }
}

/** Apollo Server on Express with a type-graphql schema: one mutation and one `save` per report. */
export async function serveMutation(setup: Setup): Promise<Running> {
  const own = await openSaver(setup.place);
  saver = own;
  const schema = await buildSchema({ resolvers: [SaveResolver], validate: false });
  const apollo = new ApolloServer({ schema });
  await apollo.start();
  const app = express();
  app.use('/graphql', express.json({ limit: '1mb' }), expressMiddleware(apollo));
  const { server, port } = await listen(app);
  return {
    port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await own.close();
    },
  };
}
