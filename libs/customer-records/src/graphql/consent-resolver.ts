import { MutationAudience } from '@hearth/subgraph';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { Written } from '../domain/case-store';
import { consentInputOf, ConsentType, GrantConsentInput } from './consent-types';
import type { RecordsContext } from './context';
import { asked } from './reader-errors';

/** Consents, by the customer itself. The other rooms know before the mutation answers. */
@Resolver()
export class ConsentResolver {
  @Mutation(() => ConsentType, { nullable: true, description: 'Permits some fields to an outside party.' })
  @MutationAudience('consent.grant')
  grantConsent(
    @Arg('input', () => GrantConsentInput) input: GrantConsentInput,
    @Ctx() context: RecordsContext,
  ): Promise<ConsentType | null> {
    return written(context, () => context.caseWriter.grantConsent(consentInputOf(input)));
  }

  @Mutation(() => ConsentType, { nullable: true, description: 'Ends a permission with the next read.' })
  @MutationAudience('consent.withdraw')
  withdrawConsent(
    @Arg('id', () => ID) id: string,
    @Ctx() context: RecordsContext,
  ): Promise<ConsentType | null> {
    return written(context, () => context.caseWriter.withdrawConsent(id));
  }
}

async function written(context: RecordsContext, write: () => Promise<Written>): Promise<ConsentType | null> {
  const { id, customer } = await asked(write);
  await context.publishCase(customer);
  const record = (await asked(() => context.cases.consentsById([id]))).get(id);
  return record === undefined ? null : new ConsentType(record);
}
