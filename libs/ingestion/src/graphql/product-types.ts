import type { DimensionDeclaration, MetricDeclaration, ProductDeclaration } from '@hearth/catalogue';
import type { Category as CategoryKey, Policy } from '@hearth/policy';
import { audiencePurposes, decide } from '@hearth/policy';
import { Int64, Open } from '@hearth/subgraph';
import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import { MetricKindEnum } from './code-lists';
import type { UsageContext } from './context';

const PUBLISHED =
  'What is collected, and who sees it, is published: nobody is to be measured without knowing it.';

@ObjectType('MetricReader', { description: 'An audience that may read a metric of customers on its rows.' })
export class MetricReaderType {
  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  audience!: string;

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  purpose!: string;

  @Field(() => String, { nullable: true, description: 'Of which customers: all, scoped, self.' })
  @Open(PUBLISHED)
  rows!: string;

  @Field(() => ID, { nullable: true, description: 'The clause of the policy that allows it.' })
  @Open(PUBLISHED)
  clause!: string;
}

/** Everyone whom the policy lets read a category. */
function readersOf(policy: Policy, category: CategoryKey): MetricReaderType[] {
  return policy.audiences.flatMap(({ key: audience }) =>
    audiencePurposes(policy, audience).flatMap((purpose) => {
      const decision = decide(policy, { audience, purpose }, category);
      return decision.allowed ? [{ audience, purpose, rows: decision.rows, clause: decision.clause }] : [];
    }),
  );
}

@ObjectType('OpenLabels', {
  description: 'Why a breakdown takes labels that are in no list, and within which limits.',
})
export class OpenLabelsType {
  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  why!: string;

  @Field(() => String, { nullable: true, description: 'What is left out.' })
  @Open(PUBLISHED)
  dropped!: string;

  @Field(() => Int, { nullable: true })
  @Open(PUBLISHED)
  levels!: number;

  @Field(() => Int, { nullable: true, description: 'Characters of a label.' })
  @Open(PUBLISHED)
  maxLength!: number;

  @Field(() => Int, { nullable: true })
  @Open(PUBLISHED)
  maxLabels!: number;
}

@ObjectType('Metric', { description: 'Something that a product counts.' })
export class MetricType {
  constructor(private readonly declared: MetricDeclaration) {}

  @Field(() => ID)
  @Open(PUBLISHED)
  get id(): string {
    return this.declared.id;
  }

  @Field(() => MetricKindEnum, { nullable: true })
  @Open(PUBLISHED)
  get kind(): string {
    return this.declared.kind.toUpperCase().replaceAll('-', '_');
  }

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  get unit(): string {
    return this.declared.unit;
  }

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  get description(): string {
    return this.declared.description;
  }

  @Field(() => ID, { nullable: true, description: 'What it is in the policy’s eyes.' })
  @Open(PUBLISHED)
  get category(): string {
    return this.declared.category;
  }

  @Field(() => String, { nullable: true, description: 'The first version of the product that reports it.' })
  @Open(PUBLISHED)
  get since(): string {
    return this.declared.since;
  }

  @Field(() => Int64, { nullable: true, description: 'The greatest value accepted; the least is 0.' })
  @Open(PUBLISHED)
  get maximum(): bigint {
    return this.declared.max;
  }

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it marks what the vendor means to discontinue.',
  })
  @Open(PUBLISHED)
  get legacy(): boolean {
    return this.declared.legacy ?? false;
  }

  @Field(() => [String], { nullable: true, description: 'The closed list of labels of a breakdown.' })
  @Open(PUBLISHED)
  get labels(): readonly string[] | null {
    return this.declared.labels ?? null;
  }

  @Field(() => OpenLabelsType, { nullable: true })
  @Open(PUBLISHED)
  get openLabels(): OpenLabelsType | null {
    const { open } = this.declared;
    if (open === undefined) return null;
    const { why, dropped, levels, maxLength, maxLabels } = open;
    return { why, dropped, levels, maxLength, maxLabels };
  }

  @Field(() => [MetricReaderType], {
    nullable: true,
    description: 'Who may read it of a customer, and under which clause.',
  })
  @Open(PUBLISHED)
  readers(@Ctx() { policy }: UsageContext): MetricReaderType[] {
    return readersOf(policy, this.declared.category as CategoryKey);
  }
}

@ObjectType('DimensionDeclared', { description: 'A property of a report that is no number.' })
export class DimensionType {
  constructor(private readonly declared: DimensionDeclaration) {}

  @Field(() => ID)
  @Open(PUBLISHED)
  get id(): string {
    return this.declared.id;
  }

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  get description(): string {
    return this.declared.description;
  }
}

@ObjectType('Product', { description: 'A product that reports, and everything that it may report.' })
export class ProductType {
  constructor(private readonly declared: ProductDeclaration) {}

  private metricsWhere(keep: (metric: MetricDeclaration) => boolean): MetricType[] {
    return this.declared.metrics.filter(keep).map((metric) => new MetricType(metric));
  }

  @Field(() => ID)
  @Open(PUBLISHED)
  get id(): string {
    return this.declared.id;
  }

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  get name(): string {
    return this.declared.name;
  }

  @Field(() => String, { nullable: true })
  @Open(PUBLISHED)
  get description(): string {
    return this.declared.description;
  }

  @Field(() => [String], { nullable: true })
  @Open(PUBLISHED)
  get editions(): readonly string[] {
    return this.declared.editions;
  }

  @Field(() => [String], { nullable: true })
  @Open(PUBLISHED)
  get operatingSystems(): readonly string[] {
    return this.declared.operatingSystems;
  }

  @Field(() => [MetricType], {
    nullable: true,
    description: 'Counters, gauges, distinct counts and indicators.',
  })
  @Open(PUBLISHED)
  get metrics(): MetricType[] {
    return this.metricsWhere(({ kind }) => kind !== 'breakdown');
  }

  @Field(() => [MetricType], { nullable: true, description: 'Metrics by label.' })
  @Open(PUBLISHED)
  get breakdowns(): MetricType[] {
    return this.metricsWhere(({ kind }) => kind === 'breakdown');
  }

  @Field(() => [MetricType], {
    nullable: true,
    description: 'Those of the metrics and breakdowns that show which features are used.',
  })
  @Open(PUBLISHED)
  get features(): MetricType[] {
    return this.metricsWhere(({ category }) => category === 'usage.feature');
  }

  @Field(() => [DimensionType], { nullable: true })
  @Open(PUBLISHED)
  get dimensions(): DimensionType[] {
    return this.declared.dimensions.map((dimension) => new DimensionType(dimension));
  }

  @Field(() => [String], { nullable: true, description: 'Rules beyond the form of a report, in words.' })
  @Open(PUBLISHED)
  get rules(): readonly string[] {
    return this.declared.rules.described;
  }
}
