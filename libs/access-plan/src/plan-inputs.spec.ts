import { COMMUNICATION, COMPLIANCE, PUBLIC, planSmall } from './testing/small-graph';

describe('planAccess, by what is asked with', () => {
  it.each<readonly [string, string, object, string]>([
    ['a literal argument', '{ customer(key: "k") { id } }', {}, 'Query.customer(key:)'],
    [
      'an argument in a variable',
      'query ($k: String) { customer(key: $k) { id } }',
      { k: 'k' },
      'Query.customer(key:)',
    ],
    [
      'an argument by default of its variable',
      'query ($k: String = "k") { customer(key: $k) { id } }',
      {},
      'Query.customer(key:)',
    ],
    [
      'an argument that is null, since null asks too',
      '{ customer(key: null) { id } }',
      {},
      'Query.customer(key:)',
    ],
    [
      'a null in a variable',
      'query ($k: String) { customer(key: $k) { id } }',
      { k: null },
      'Query.customer(key:)',
    ],
    ['a field of a literal object', '{ customers(filter: { key: "k" }) { id } }', {}, 'Filter.key'],
    [
      'a variable inside a literal object',
      'query ($k: String) { customers(filter: { key: $k }) { id } }',
      { k: 'k' },
      'Filter.key',
    ],
    [
      'a field of an object in a variable',
      'query ($f: Filter) { customers(filter: $f) { id } }',
      { f: { key: 'k' } },
      'Filter.key',
    ],
    [
      'a nested object',
      'query ($f: Filter) { customers(filter: $f) { id } }',
      { f: { not: { not: { key: 'k' } } } },
      'Filter.key',
    ],
    [
      'an object in a list',
      'query ($f: Filter) { customers(filter: $f) { id } }',
      { f: { any: [{}, { key: 'k' }] } },
      'Filter.key',
    ],
    [
      'one object in the place of a list',
      'query ($f: Filter) { customers(filter: $f) { id } }',
      { f: { any: { key: 'k' } } },
      'Filter.key',
    ],
    [
      'an object by default of its variable',
      'query ($f: Filter = { not: { key: "k" } }) { customers(filter: $f) { id } }',
      {},
      'Filter.key',
    ],
    ['an enum value', '{ customers(order: KEY) { id } }', {}, 'Order.KEY'],
    [
      'an enum value in a variable',
      'query ($o: Order) { customers(order: $o) { id } }',
      { o: 'KEY' },
      'Order.KEY',
    ],
    ['an enum value in a list', '{ customers(orders: [ID, KEY]) { id } }', {}, 'Order.KEY'],
    [
      'one enum value in the place of a list',
      'query ($o: [Order!]) { customers(orders: $o) { id } }',
      { o: 'KEY' },
      'Order.KEY',
    ],
    [
      'an enum value inside an object',
      '{ customers(filter: { not: { orders: [KEY] } }) { id } }',
      {},
      'Order.KEY',
    ],
    ['an enum value that the schema has as default', '{ byKey { id } }', {}, 'Order.KEY'],
    [
      'a variable that is not given, where the schema has a default',
      'query ($o: Order) { byKey(order: $o) { id } }',
      {},
      'Order.KEY',
    ],
  ])('refuses the whole field for %s', (_, query, variables, coordinate) => {
    const plan = planSmall(query, { variables });
    expect(plan.document).toBeNull();
    expect(plan.fields[0]?.refusal).toMatchObject({
      code: 'CATEGORY_NOT_ALLOWED',
      category: 'licence.key',
      coordinate,
    });
    expect(plan.complete({}).errors?.[0]?.message).not.toContain('k"');
    expect(planSmall(query, { variables, reader: COMPLIANCE }).refusals).toBe(0);
  });

  it.each<readonly [string, string, object]>([
    ['an argument that is not given', '{ customer(id: "1") { id } }', {}],
    ['a variable that is not given', 'query ($k: String) { customer(key: $k) { id } }', {}],
    [
      'a variable inside an object that is not given',
      'query ($k: String) { customers(filter: { key: $k }) { id } }',
      {},
    ],
    ['another default than the schema’s', '{ byKey(order: ID) { id } }', {}],
    [
      'other fields and values',
      '{ customers(filter: { country: "DK", any: [{ not: {} }] }, order: NAME) { id } }',
      {},
    ],
    [
      'a variable that has other names in it',
      'query ($f: Filter) { customers(filter: $f) { id } }',
      { f: JSON.parse('{"__proto__":{"key":"k"}}') },
    ],
    ['variables that inherit names', 'query ($toString: String) { customer(key: $toString) { id } }', {}],
  ])('allows %s', (_, query, variables) => {
    expect(planSmall(query, { variables }).refusals).toBe(0);
  });

  it('records what is asked with among the categories read', () => {
    const plan = planSmall('{ customers(filter: { country: "DK" }, order: NAME) { id } }', {
      reader: COMMUNICATION,
    });
    expect(plan.categories).toEqual(['company.demographic', 'company.name']);
  });

  it('refuses probing by filter and order to whoever may not read the field', () => {
    const plan = planSmall(
      '{ a: customers(filter: { country: "DK" }) { id } b: customers(order: NAME) { id } c: customers { id } }',
      {
        reader: PUBLIC,
      },
    );
    expect(plan.fields.flatMap(({ refusal }) => refusal?.coordinate ?? [])).toEqual([
      'Filter.country',
      'Order.NAME',
    ]);
  });
});
