import { Category, DateOnly, Int64, Key, Open } from '@hearth/subgraph';
import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type {
  AgreementRecord,
  EntitlementPeriod,
  EntitlementRecord,
  InstallationConfirmation,
  Measure,
} from '../domain/records';
import { EntitlementPeriodEnum, InstallationConfirmationEnum, MeasureEnum } from './code-lists';
import type { RecordsContext } from './context';
import { released } from './reader-errors';
import type { ReaderAccess } from '../domain/row-access';

@ObjectType('Entitlement', { description: 'What an agreement entitles to, for one metric.' })
export class EntitlementType {
  constructor(private readonly record: EntitlementRecord) {}

  @Field(() => String, { nullable: true, description: 'The id of a metric of the product catalogue.' })
  @Category('agreement.entitlement')
  get metric(): string {
    return this.record.metric;
  }

  @Field(() => Int64, { nullable: true })
  @Category('agreement.entitlement')
  get limit(): bigint {
    return this.record.limit;
  }

  @Field(() => MeasureEnum, { nullable: true })
  @Category('agreement.entitlement')
  get measure(): Measure {
    return this.record.measure;
  }

  @Field(() => EntitlementPeriodEnum, { nullable: true })
  @Category('agreement.entitlement')
  get period(): EntitlementPeriod {
    return this.record.period;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'How far above the limit still counts as within, in per cent.',
  })
  @Category('agreement.entitlement')
  get tolerancePercent(): number {
    return this.record.tolerancePercent;
  }
}

@ObjectType('Agreement', { description: 'A sales order or licence agreement.' })
@Key('id')
export class AgreementType {
  constructor(
    private readonly record: AgreementRecord,
    private readonly access: ReaderAccess,
  ) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the agreement.')
  get id(): string {
    return this.record.id;
  }

  @Field(() => String, { nullable: true })
  @Category('agreement.order')
  get orderNumber(): string | null {
    return released(this.access, this.record, 'agreement.order', this.record.orderNumber);
  }

  @Field(() => String, { nullable: true })
  @Category('agreement.edition')
  get edition(): string | null {
    return released(this.access, this.record, 'agreement.edition', this.record.edition);
  }

  @Field(() => DateOnly, { nullable: true, description: 'First day of validity.' })
  @Category('agreement.dates')
  get startsOn(): string | null {
    return released(this.access, this.record, 'agreement.dates', this.record.startsOn);
  }

  @Field(() => DateOnly, { nullable: true, description: 'Last day of validity; null where there is no end.' })
  @Category('agreement.dates')
  get endsOn(): string | null {
    return released(this.access, this.record, 'agreement.dates', this.record.endsOn);
  }

  @Field(() => String, { nullable: true, description: 'The whole licence key.' })
  @Category('licence.key')
  get licenceKey(): string | null {
    return released(this.access, this.record, 'licence.key', this.record.licenceKey);
  }

  @Field(() => String, { nullable: true, description: 'The last four characters of the licence key.' })
  @Category('licence.hint')
  get licenceKeyHint(): string | null {
    return released(this.access, this.record, 'licence.hint', this.record.licenceKeyHint);
  }

  @Field(() => InstallationConfirmationEnum, { nullable: true })
  @Category('agreement.record')
  get installationConfirmation(): InstallationConfirmation | null {
    return released(this.access, this.record, 'agreement.record', this.record.installationConfirmation);
  }

  @Field(() => [EntitlementType], { nullable: true, description: 'By metric.' })
  @Category('agreement.entitlement')
  async entitlements(@Ctx() context: RecordsContext): Promise<EntitlementType[]> {
    released(this.access, this.record, 'agreement.entitlement', null);
    const found = await context.loaders.entitlements.load(this.record.id);
    return found.map((record) => new EntitlementType(record));
  }
}
