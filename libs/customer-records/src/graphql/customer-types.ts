import type { Connection } from '@hearth/subgraph';
import {
  Category,
  connectionType,
  cursorBinding,
  Key,
  Open,
  PageArgs,
  pageOf,
  readPage,
} from '@hearth/subgraph';
import { Args, Ctx, Field, ID, ObjectType } from 'type-graphql';
import type { ContactRecord, CustomerRecord } from '../domain/records';
import type { ReaderAccess } from '../domain/row-access';
import type { SizeBand } from '../domain/size-bands';
import { AgreementType } from './agreement-types';
import { ConsentType } from './consent-types';
import { CountryCode, Industry, SizeBandEnum } from './code-lists';
import type { RecordsContext } from './context';
import { released } from './reader-errors';
import { ReferenceType } from './reference-types';

@ObjectType('Contact', { description: 'A person at a customer.' })
@Key('id')
export class ContactType {
  constructor(
    private readonly record: ContactRecord,
    private readonly access: ReaderAccess,
  ) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the contact.')
  get id(): string {
    return this.record.id;
  }

  @Field(() => String, { nullable: true })
  @Category('user.name')
  get name(): string | null {
    return released(this.access, this.record, 'user.name', this.record.name);
  }

  @Field(() => String, { nullable: true })
  @Category('user.contact.email')
  get email(): string | null {
    return released(this.access, this.record, 'user.contact.email', this.record.email);
  }

  @Field(() => String, { nullable: true })
  @Category('user.job_title')
  get role(): string | null {
    return released(this.access, this.record, 'user.job_title', this.record.role);
  }
}

export const ContactConnection = connectionType(() => ContactType as never, 'Contact');

@ObjectType('Customer', { description: 'A contract party of the vendor.' })
@Key('id')
export class CustomerType {
  constructor(
    private readonly record: CustomerRecord,
    private readonly access: ReaderAccess,
  ) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the customer.')
  get id(): string {
    return this.record.id;
  }

  @Field(() => String, { nullable: true })
  @Category('company.name')
  get companyName(): string | null {
    return released(this.access, this.record, 'company.name', this.record.companyName);
  }

  @Field(() => Industry, { nullable: true })
  @Category('company.demographic')
  get industry(): string | null {
    return released(this.access, this.record, 'company.demographic', this.record.industry);
  }

  @Field(() => CountryCode, { nullable: true })
  @Category('company.demographic')
  get country(): string | null {
    return released(this.access, this.record, 'company.demographic', this.record.country);
  }

  @Field(() => SizeBandEnum, { nullable: true })
  @Category('company.demographic')
  get sizeBand(): SizeBand | null {
    return released(this.access, this.record, 'company.demographic', this.record.sizeBand);
  }

  @Field(() => ContactConnection, {
    nullable: true,
    description: 'The people at this customer, in a steady order.',
  })
  @Category('user.name')
  async contacts(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RecordsContext,
  ): Promise<Connection<ContactType>> {
    released(this.access, this.record, 'user.name', null);
    const { reader } = context;
    const binding = cursorBinding({
      list: `Customer.contacts/${this.record.id}`,
      filter: { client: reader.client },
      reader,
      policyVersion: this.access.policyVersion,
    });
    const scope = { key: context.cursorKey, binding };
    const page = readPage(args, scope);
    const afterId = page.after?.['id'];
    const found = await context.loaders
      .contacts(page.limit, typeof afterId === 'string' ? afterId : undefined)
      .load(this.record.id);
    const contacts = found.map((record) => new ContactType(record, this.access));
    return pageOf(contacts, page, ({ id }) => ({ id }), scope);
  }

  @Field(() => [AgreementType], { nullable: true, description: 'At most 200.' })
  @Category('agreement.record')
  async agreements(@Ctx() context: RecordsContext): Promise<AgreementType[]> {
    released(this.access, this.record, 'agreement.record', null);
    const found = await context.loaders.agreements.load(this.record.id);
    return found.map((record) => new AgreementType(record, this.access));
  }

  @Field(() => [ConsentType], {
    nullable: true,
    description: 'What it permitted to outside parties, oldest first; at most 200.',
  })
  @Category('consent.record')
  async consents(@Ctx() context: RecordsContext): Promise<ConsentType[]> {
    released(this.access, this.record, 'consent.record', null);
    const found = await context.loaders.consents.load(this.record.id);
    return found.map((record) => new ConsentType(record));
  }

  @Field(() => [ReferenceType], {
    nullable: true,
    description: 'Its quotes, proposed, approved or withdrawn, in the order of their proposal; at most 200.',
  })
  @Category('reference.record')
  async references(@Ctx() context: RecordsContext): Promise<ReferenceType[]> {
    released(this.access, this.record, 'reference.record', null);
    const found = await context.loaders.references.load(this.record.id);
    return found.map((record) => new ReferenceType(record));
  }
}

export const CustomerConnection = connectionType(() => CustomerType as never, 'Customer');

/** An installation as this subgraph knows it: by where its latest sighting came from. */
@ObjectType('Installation')
@Key('id')
export class InstallationType {
  constructor(private readonly installation: string) {}

  @Field(() => ID)
  @Open('Random, and of no use to whoever may not read the installation.')
  get id(): string {
    return this.installation;
  }

  @Field(() => String, { nullable: true, description: 'The network address that its last report came from.' })
  @Category('user.device.ip_address')
  async ipAddress(@Ctx() context: RecordsContext): Promise<string | null> {
    const key = this.installation.replaceAll('-', '').toLowerCase();
    if (!/^[0-9a-f]{32}$/.test(key)) return null;
    return (await context.loaders.address.load(key)) ?? null;
  }
}
