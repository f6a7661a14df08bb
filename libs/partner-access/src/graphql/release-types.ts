import type { Audience, Category as CategoryKey, Purpose } from '@hearth/policy';
import type { Connection, Edge } from '@hearth/subgraph';
import { Category, DateTime, Int64, Open, PageInfo } from '@hearth/subgraph';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AudienceEnum, PurposeEnum } from './enums';

const OFFICE = 'For the privacy office; null for the customer.';
const STRUCTURE = 'The frame of a list: the fields inside carry their own categories.';

@ObjectType('ReleaseRecord', { description: 'What one answer released of one type.' })
export class ReleaseRecordType {
  @Field(() => DateTime, { nullable: true })
  @Category('access.record')
  at!: number | null;

  @Field(() => AudienceEnum, { nullable: true })
  @Category('access.record')
  audience!: Audience | null;

  @Field(() => String, { nullable: true, description: 'The department or the party, in words.' })
  @Category('access.record')
  by!: string | null;

  @Field(() => PurposeEnum, { nullable: true })
  @Category('access.record')
  purpose!: Purpose | null;

  @Field(() => [String], { nullable: true, description: 'The clauses of the policy that allowed it.' })
  @Category('access.record')
  clauses!: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'The type of the graph.' })
  @Category('access.record')
  type!: string | null;

  @Field(() => [String], { nullable: true, description: 'The categories that had a value.' })
  @Category('access.record')
  categories!: readonly CategoryKey[] | null;

  @Field(() => String, { nullable: true, description: `The client that read. ${OFFICE}` })
  @Category('access.record')
  reader!: string | null;

  @Field(() => String, { nullable: true, description: `The id of its token. ${OFFICE}` })
  @Category('access.record')
  token!: string | null;

  @Field(() => String, {
    nullable: true,
    description: `The partner, party, order or case that it read as. ${OFFICE}`,
  })
  @Category('access.record')
  party!: string | null;

  @Field(() => String, { nullable: true, description: `The version of the policy. ${OFFICE}` })
  @Category('access.record')
  policyVersion!: string | null;

  @Field(() => Int, { nullable: true, description: `Objects that carried one of the categories. ${OFFICE}` })
  @Category('access.record')
  rows!: number | null;

  @Field(() => String, { nullable: true, description: `The chain that the entry is in. ${OFFICE}` })
  @Category('access.record')
  writer!: string | null;

  @Field(() => Int64, { nullable: true, description: `Its place in that chain, from 0. ${OFFICE}` })
  @Category('access.record')
  index!: number | null;

  @Field(() => String, { nullable: true, description: `The same for all entries of one answer. ${OFFICE}` })
  @Category('access.record')
  request!: string | null;
}

@ObjectType('ReleaseHead', {
  description: 'What a writer signed of its chain: keep it, and no tail can be cut off.',
})
export class ReleaseHeadType {
  @Field(() => String, { nullable: true })
  @Category('access.record')
  writer!: string | null;

  @Field(() => Int64, { nullable: true, description: 'Entries that it speaks for.' })
  @Category('access.record')
  size!: number | null;

  @Field(() => String, { nullable: true, description: 'Root of the Merkle tree, 64 hexadecimal digits.' })
  @Category('access.record')
  root!: string | null;

  @Field(() => String, { nullable: true, description: 'Hash of the last entry.' })
  @Category('access.record')
  chainHash!: string | null;

  @Field(() => DateTime, { nullable: true })
  @Category('access.record')
  at!: number | null;

  @Field(() => String, { nullable: true, description: 'Ed25519, 128 hexadecimal digits.' })
  @Category('access.record')
  signature!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The whole head as a line that hearth audit verify --head takes.',
  })
  @Category('access.record')
  line!: string | null;
}

@ObjectType('ReleaseRecordEdge')
export class ReleaseRecordEdge implements Edge<ReleaseRecordType> {
  @Field(() => String, { nullable: true })
  @Open(STRUCTURE)
  cursor!: string | null;

  @Field(() => ReleaseRecordType, { nullable: true })
  @Open(STRUCTURE)
  node!: ReleaseRecordType | null;
}

@ObjectType('ReleaseRecordConnection')
export class ReleaseRecordConnection implements Connection<ReleaseRecordType> {
  @Field(() => [ReleaseRecordEdge], { nullable: true })
  @Open(STRUCTURE)
  edges!: ReleaseRecordEdge[] | null;

  @Field(() => PageInfo, { nullable: true })
  @Open(STRUCTURE)
  pageInfo!: PageInfo | null;

  @Field(() => [ReleaseHeadType], { nullable: true, description: 'The newest signed head of each chain.' })
  @Category('access.record')
  heads!: ReleaseHeadType[] | null;
}

@InputType({ description: 'What entries to look for; what is absent does not matter.' })
export class ReleaseRecordFilter {
  @Field(() => ID, { nullable: true, description: 'Entries about this customer. For the privacy office.' })
  @Category('company.record')
  customer?: string | null;

  @Field(() => String, { nullable: true, description: 'A client. For the privacy office.' })
  @Category('access.record')
  reader?: string | null;

  @Field(() => String, { nullable: true, description: 'The id of a token. For the privacy office.' })
  @Category('access.record')
  token?: string | null;

  @Field(() => PurposeEnum, { nullable: true })
  @Category('access.record')
  purpose?: Purpose | null;

  @Field(() => String, { nullable: true, description: 'A category, or one above it.' })
  @Category('access.record')
  category?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Not before.' })
  @Category('access.record')
  from?: number | null;

  @Field(() => DateTime, { nullable: true, description: 'Before.' })
  @Category('access.record')
  to?: number | null;
}

@ObjectType('ChainFault', { description: 'The first thing found wrong with the record.' })
export class ChainFaultType {
  @Field(() => String, { nullable: true })
  @Category('access.record')
  code!: string | null;

  @Field(() => String, { nullable: true })
  @Category('access.record')
  writer!: string | null;

  @Field(() => Int64, { nullable: true, description: 'The entry’s place in its chain.' })
  @Category('access.record')
  index!: number | null;

  @Field(() => String, { nullable: true })
  @Category('access.record')
  what!: string | null;
}

@ObjectType('ChainVerification', { description: 'What became of a verification of the record.' })
export class ChainVerificationType {
  @Field(() => Boolean, { nullable: true })
  @Category('access.record')
  ok!: boolean | null;

  @Field(() => Int, { nullable: true, description: 'Entries looked at.' })
  @Category('access.record')
  entries!: number | null;

  @Field(() => Int, { nullable: true, description: 'Signed heads looked at.' })
  @Category('access.record')
  heads!: number | null;

  @Field(() => ChainFaultType, { nullable: true, description: 'Null where all is well.' })
  @Category('access.record')
  firstFault!: ChainFaultType | null;
}

@ObjectType('ReleaseExposure', { description: 'Whom a token has read of.' })
export class ReleaseExposureType {
  @Field(() => Int, { nullable: true })
  @Category('access.record')
  entries!: number | null;

  @Field(() => DateTime, { nullable: true })
  @Category('access.record')
  firstAt!: number | null;

  @Field(() => DateTime, { nullable: true })
  @Category('access.record')
  lastAt!: number | null;

  @Field(() => [String], { nullable: true })
  @Category('access.record')
  types!: readonly string[] | null;

  @Field(() => [String], { nullable: true })
  @Category('access.record')
  categories!: readonly CategoryKey[] | null;

  @Field(() => [ID], { nullable: true, description: 'Customers that are still known.' })
  @Category('access.record')
  customers!: readonly string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'References that no key opens any more, to customers who were erased: one a month for each.',
  })
  @Category('access.record')
  unattributed!: number | null;
}

@ObjectType('ReleaseRecordExport', { description: 'A page of the record, as hearth audit verify reads it.' })
export class ReleaseRecordExportType {
  @Field(() => [String], { nullable: true, description: 'Lines of JSON, in their order.' })
  @Category('access.record')
  lines!: readonly string[] | null;

  @Field(() => String, { nullable: true, description: 'What to pass as `after`; null after the last page.' })
  @Category('access.record')
  next!: string | null;
}
