import {
  COMMUNICATION,
  COMPLIANCE,
  PUBLIC,
  SYSTEMS,
  answerSmall,
  leftOf,
  pathsOf,
  plain,
  planSmall,
} from './testing/small-graph';

describe('planAccess, with @skip and @include', () => {
  it('counts no refusal for what is not asked, and keeps conditions that hold', () => {
    const query = `query ($yes: Boolean!, $no: Boolean = false) {
        customer { key @skip(if: $yes) hint @include(if: $no) name @include(if: $yes) country @skip(if: true) } }`;
    const o = { variables: { yes: true } };
    expect(plain(answerSmall(query, o))).toEqual({ data: { customer: { name: 'Name 1' } } });
    expect(planSmall(query, o).refusals).toBe(0);
    expect(leftOf(query, o)).toBe('query ($yes: Boolean!) { customer { name @include(if: $yes) } }');
    expect(pathsOf(answerSmall(query, { variables: { yes: false, no: true } }))).toEqual([
      'customer.key',
      'customer.hint',
    ]);
  });

  it('keeps an object of which every field is skipped', () => {
    expect(plain(answerSmall('{ customer { key @skip(if: true) } }'))).toEqual({ data: { customer: {} } });
    expect(plain(answerSmall('{ customer @skip(if: true) { key } }'))).toEqual({ data: {} });
  });

  it('reads nothing in a fragment that is not included', () => {
    const plan = planSmall(
      '{ customer { id ...F @include(if: false) } } fragment F on Customer { name key }',
    );
    expect(plan).toMatchObject({ refusals: 0, categories: [] });
  });
});

describe('planAccess, of mutations', () => {
  it('lets the audience of the action call it', () => {
    expect(
      plain(answerSmall('mutation { recordCustomer(name: "n") { name } }', { reader: SYSTEMS })),
    ).toEqual({
      data: { recordCustomer: { name: 'Name 1' } },
    });
  });

  it('never calls it for anyone else, who may read what it returns or not', () => {
    const plan = planSmall('mutation { recordCustomer(name: "n") { name } }');
    expect(plan.document).toBeNull();
    expect(plain(plan.complete({}))).toMatchObject({
      data: { recordCustomer: null },
      errors: [
        {
          path: ['recordCustomer'],
          extensions: { access: { code: 'ACTION_NOT_ALLOWED', action: 'customer.record' } },
        },
      ],
    });
  });

  it('refuses one that names no audience, to everyone', () => {
    for (const reader of [COMMUNICATION, COMPLIANCE, PUBLIC, SYSTEMS]) {
      const plan = planSmall('mutation { forgotten(name: "n") { id } }', { reader });
      expect(plan.document).toBeNull();
      expect(plan.fields[0]?.refusal).toMatchObject({ code: 'ACTION_NOT_ALLOWED', clause: 'minimise' });
    }
  });
});
