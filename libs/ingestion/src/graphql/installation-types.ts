import type { InstallationStanding } from '@hearth/catalogue';
import { productById } from '@hearth/catalogue';
import { Category, connectionType, DateTime, Key, Open } from '@hearth/subgraph';
import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Activity } from '../domain/activity';
import { activityOf } from '../domain/activity';
import type { InstallationRecord } from '../domain/usage-reader';
import { ActivityEnum, ConfirmationEnum } from './code-lists';
import type { UsageContext } from './context';
import { InstallationEvidenceType } from './evidence-type';
import { ProductType } from './product-types';

@ObjectType('Installation', { description: 'One installed copy of a product.' })
@Key('id')
export class InstallationType {
  /** @param record null for a reader who may speak of the installation and read nothing of it */
  constructor(
    private readonly key: string,
    private readonly record: InstallationRecord | null,
  ) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the installation.')
  get id(): string {
    return this.key;
  }

  @Field(() => ProductType, { nullable: true })
  @Category('usage.installation')
  get product(): ProductType | null {
    const product = this.record === null ? undefined : productById(this.record.product);
    return product === undefined ? null : new ProductType(product);
  }

  @Field(() => String, { nullable: true })
  @Category('usage.installation')
  get version(): string | null {
    return this.record?.version ?? null;
  }

  @Field(() => String, { nullable: true })
  @Category('usage.installation')
  get edition(): string | null {
    return this.record?.edition ?? null;
  }

  @Field(() => String, { nullable: true })
  @Category('usage.installation')
  get operatingSystem(): string | null {
    return this.record?.operatingSystem ?? null;
  }

  @Field(() => Int, { nullable: true })
  @Category('usage.installation')
  get cpus(): number | null {
    return this.record?.cpus ?? null;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('usage.installation')
  get firstSeen(): number | null {
    return this.record?.firstSeen ?? null;
  }

  @Field(() => DateTime, { nullable: true })
  @Category('usage.installation')
  get lastSeen(): number | null {
    return this.record?.lastSeen ?? null;
  }

  @Field(() => ActivityEnum, { nullable: true })
  @Category('usage.installation')
  activity(@Ctx() { now }: UsageContext): Activity | null {
    return this.record && activityOf(this.record, now());
  }

  @Field(() => ConfirmationEnum, {
    nullable: true,
    description: 'Whether its usage counts with the customer’s, and by whose word.',
  })
  @Category('usage.installation')
  get confirmation(): InstallationStanding | null {
    return this.record?.standing ?? null;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      'By how many seconds its clock was ahead of ours at its last signed request; negative where it was behind, null where it never signed.',
  })
  @Category('usage.installation')
  get clockAheadSeconds(): number | null {
    return this.record?.clockAheadSeconds ?? null;
  }

  @Field(() => InstallationEvidenceType, {
    nullable: true,
    description: 'What its reports of the last 400 days say for two copies of it: questions, and no verdict.',
  })
  @Category('usage.installation')
  async evidence(@Ctx() { loaders }: UsageContext): Promise<InstallationEvidenceType> {
    return new InstallationEvidenceType(await loaders.chain.load(this.key));
  }
}

export const InstallationConnection = connectionType(() => InstallationType as never, 'Installation');
