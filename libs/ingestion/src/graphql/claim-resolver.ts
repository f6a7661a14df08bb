import type { ClaimVerdict } from '@hearth/catalogue';
import { MutationAudience, PublicError } from '@hearth/subgraph';
import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { OwnSubjects } from '../domain/claim';
import { actingGrant, Withheld } from '../domain/row-grant';
import type { InstallationRecord } from '../domain/usage-reader';
import type { UsageContext } from './context';
import { InstallationType } from './installation-types';
import { shown } from './loaders';

/** An installation's id: 16 bytes in lower-case hexadecimal. */
const INSTALLATION_ID = /^[0-9a-f]{32}$/;

/** One answer for what is somebody else's, what is not there, and what is no id. */
const NOT_FOUND = 'id: no installation with this id among those that the reader may speak of';

/** The customers of whose installations this door lets the reader speak, before anything is written. */
async function ownSubjects(context: UsageContext): Promise<OwnSubjects> {
  const { policy, reader, pseudonym, customersOfReader } = context;
  const grant = actingGrant(policy, reader);
  if (grant.rows === 'none') return new Set();
  if (grant.rows === 'self') return new Set([pseudonym(grant.customer)]);
  if (grant.rows === 'all' || customersOfReader === undefined) return 'all';
  return new Set((await customersOfReader()).map(pseudonym));
}

/** What the reader may read of it: nothing, for a department that may speak of installations and see none. */
async function readBack(id: string, { usage }: UsageContext): Promise<InstallationRecord | null> {
  try {
    return (await usage.installationsById([id])).get(id) ?? null;
  } catch (error) {
    if (error instanceof Withheld) return null;
    throw error;
  }
}

async function claim(id: string, verdict: ClaimVerdict, context: UsageContext): Promise<InstallationType> {
  const own = await ownSubjects(context);
  const isSaid = INSTALLATION_ID.test(id) && (await context.claims.claim(id, verdict, own).catch(shown));
  if (!isSaid) throw new PublicError('NOT_FOUND', NOT_FOUND);
  return new InstallationType(id, await readBack(id, context));
}

/** What people say of installations. Whoever speaks may speak of its own rows alone, and may take it back. */
@Resolver()
export class ClaimResolver {
  @Mutation(() => InstallationType, {
    nullable: true,
    description: 'Says that an installation is the customer’s: from now on its usage counts, past days too.',
  })
  @MutationAudience('installation.confirm')
  confirmInstallation(
    @Arg('id', () => ID) id: string,
    @Ctx() context: UsageContext,
  ): Promise<InstallationType> {
    return claim(id, 'confirmed', context);
  }

  @Mutation(() => InstallationType, {
    nullable: true,
    description: 'Says that an installation is not the customer’s: its usage is left out, past days too.',
  })
  @MutationAudience('installation.disown')
  disownInstallation(
    @Arg('id', () => ID) id: string,
    @Ctx() context: UsageContext,
  ): Promise<InstallationType> {
    return claim(id, 'not-mine', context);
  }
}
