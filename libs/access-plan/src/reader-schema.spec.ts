import {
  buildSchema,
  getIntrospectionQuery,
  graphqlSync,
  isEnumType,
  isInputObjectType,
  parse,
  printSchema,
  validateSchema,
} from 'graphql';
import { AUDIENCES, CURRENT_POLICY, audiencePurposes } from '@hearth/policy';
import { readAccessTable, schemaFor } from './index';
import { COMMUNICATION, COMPLIANCE, PUBLIC, SMALL_SCHEMA, SMALL_TABLE, SYSTEMS } from './testing/small-graph';

const seenBy = (claim: typeof PUBLIC) => schemaFor(SMALL_SCHEMA, SMALL_TABLE, claim, CURRENT_POLICY);
const fieldsOf = (claim: typeof PUBLIC, name: string) => {
  const type = seenBy(claim).getType(name);
  return type && 'getFields' in type ? Object.keys(type.getFields()) : undefined;
};

describe('schemaFor', () => {
  it('shows no field that the reader may not have', () => {
    expect(fieldsOf(PUBLIC, 'Customer')).toEqual(['id', 'peers', 'grid']);
    expect(fieldsOf(COMMUNICATION, 'Customer')).toEqual([
      'id',
      'name',
      'country',
      'partner',
      'contacts',
      'peers',
      'grid',
    ]);
    expect(fieldsOf(COMPLIANCE, 'Customer')).toContain('key');
    expect(fieldsOf(PUBLIC, 'Named')).toEqual(['id']);
  });

  it('shows no type that the reader has nothing of, and no mutation to whom none is open', () => {
    expect(seenBy(PUBLIC).getType('Contact')).toBeUndefined();
    expect(seenBy(PUBLIC).getMutationType()).toBeUndefined();
    expect(fieldsOf(SYSTEMS, 'Mutation')).toEqual(['recordCustomer']);
  });

  it('shows no argument, input field or enum value that the reader may not ask with', () => {
    const schema = seenBy(COMMUNICATION);
    expect(
      schema
        .getQueryType()
        ?.getFields()
        ['customer']?.args.map(({ name }) => name),
    ).toEqual(['id']);
    const filter = schema.getType('Filter');
    expect(isInputObjectType(filter) && Object.keys(filter.getFields())).toEqual([
      'country',
      'orders',
      'not',
      'any',
    ]);
    const order = schema.getType('Order');
    expect(isEnumType(order) && order.getValues().map(({ name }) => name)).toEqual(['ID', 'NAME']);
  });

  it('is a schema that answers introspection, for every audience and purpose', () => {
    for (const audience of AUDIENCES) {
      for (const purpose of [...audiencePurposes(CURRENT_POLICY, audience), 'solicitation' as const]) {
        const schema = seenBy({ audience, purpose });
        expect(graphqlSync({ schema, source: getIntrospectionQuery() }).errors).toBeUndefined();
        // Rebuilt from its own print, since a narrowed schema is built without being checked.
        expect(validateSchema(buildSchema(printSchema(schema)))).toEqual([]);
      }
    }
  });

  it('has one empty field when nothing is open', () => {
    const sdl = 'type Query { a: String }';
    const schema = schemaFor(buildSchema(sdl), readAccessTable(parse(sdl)), PUBLIC, CURRENT_POLICY);
    expect(Object.keys(schema.getQueryType()?.getFields() ?? {})).toEqual(['nothing']);
  });
});
