import { CURRENT_POLICY, POLICY_2026_1 } from '@hearth/policy';
import type { Claim } from '@hearth/policy';
import { createAccessExplainer } from './index';
import type { AccessExplanation } from './index';
import { COMMUNICATION, COMPLIANCE, PUBLIC, SMALL_SDL, answerSmall } from './testing/small-graph';

const explain = createAccessExplainer(SMALL_SDL);
const of = (operation: string, reader: Claim, told?: Claim) =>
  explain({ operation, reader, policy: CURRENT_POLICY, ...(told ? { told } : {}) });
const explained = (operation: string, reader: Claim, told?: Claim): AccessExplanation => {
  const outcome = of(operation, reader, told);
  if ('fault' in outcome) throw new Error(outcome.fault);
  return outcome.explanation;
};

describe('the explanation of an operation', () => {
  it('tells each field as it was written, in order, with fragments where they are spread', () => {
    const { fields, ...rest } = explained(
      '{ a: customer { id n: name ...F } health } fragment F on Customer { key partner { name client } }',
      COMMUNICATION,
    );
    expect(rest).toEqual({ ...COMMUNICATION, policyVersion: CURRENT_POLICY.version, wholeServed: false });
    expect(fields.map(({ path, coordinate, allowed }) => [path.join('.'), coordinate, allowed])).toEqual([
      ['a', 'Query.customer', true],
      ['a.id', 'Customer.id', true],
      ['a.n', 'Customer.name', true],
      ['a.key', 'Customer.key', false],
      ['a.partner', 'Customer.partner', true],
      ['a.partner.name', 'Partner.name', true],
      ['a.partner.client', 'Partner.client', false],
      ['health', 'Query.health', false],
    ]);
    expect(fields[2]).toMatchObject({ categories: ['company.name'], clause: 'departments', rows: ['all'] });
    expect(fields[1]).toMatchObject({ categories: [], rows: [] });
    expect(fields[1]?.clause).toBeUndefined();
  });

  it('tells of a refusal what the answer itself would', () => {
    const query = '{ customer { key } }';
    const { fields } = explained(query, COMMUNICATION);
    const [error] = answerSmall(query).errors ?? [];
    const { decision, code, clause, needed, categories } = fields[1] ?? {};
    expect({ decision, code, clause, needed, category: categories?.[0] }).toEqual({
      ...(error?.extensions['access'] as object),
      policyVersion: undefined,
    });
  });

  it('says whether the whole would be served', () => {
    expect(explained('{ customer { key } }', COMPLIANCE).wholeServed).toBe(true);
    expect(explained('{ products { name } __typename }', PUBLIC).wholeServed).toBe(true);
    expect(explained('{ customer { key } }', COMMUNICATION).wholeServed).toBe(false);
  });

  it('takes variables to be given, and asks what their arguments demand', () => {
    const query = 'query ($key: String) { customer(key: $key) { id } }';
    expect(explained(query, COMMUNICATION).fields).toMatchObject([
      { allowed: false, categories: ['licence.key'] },
    ]);
    expect(explained(query, COMPLIANCE).wholeServed).toBe(true);
  });

  it('looks into what a condition may leave out', () => {
    const query = 'query ($yes: Boolean!) { customer { key @include(if: $yes) } }';
    expect(explained(query, COMMUNICATION).wholeServed).toBe(false);
  });

  it('names the version that it is made under', () => {
    const outcome = explain({ operation: '{ health }', reader: COMPLIANCE, policy: POLICY_2026_1 });
    expect(outcome).toMatchObject({ explanation: { policyVersion: '2026.1' } });
  });

  const OUTSIDE: Claim[] = [PUBLIC, { audience: 'customer', purpose: 'self-access' }];
  it.each(OUTSIDE)(
    'is for $audience the same fault of a hidden field and of one that is not there',
    (reader) => {
      const faults = [
        '{ health }',
        '{ nothing }',
        '{ customer { id undeclared } }',
        '{ named { ... on Product { secret } } }',
        '{ customer { ...F } } fragment F on Nowhere { id }',
        '{ customers(order: KEY, filter: { nothing: 1 }) { id } }',
      ].map((query) => of(query, reader));
      expect(new Set(faults.map((fault) => JSON.stringify(fault)))).toEqual(
        new Set([JSON.stringify({ fault: 'operation: does not fit the schema that this reader may use' })]),
      );
    },
  );

  it('is whole for who looks on as an outsider', () => {
    const { fields } = explained('{ health }', PUBLIC, { audience: 'approvers', purpose: 'administration' });
    expect(fields).toMatchObject([
      { allowed: false, categories: ['operation.intake'], needed: { words: expect.any(String) } },
    ]);
  });

  it.each([
    ['what is no document', 'customer {', 'operation: is no GraphQL document, or too long a one'],
    [
      'a document of too many words',
      `{ ${'a: __typename '.repeat(2_000)} }`,
      'operation: is no GraphQL document, or too long a one',
    ],
    ['several operations', 'query A { health } query B { health }', 'operation: holds none, or several'],
    ['fragments alone', 'fragment F on Customer { id }', 'operation: holds none, or several'],
    ['an unknown field', '{ secretName }', 'operation: does not fit the schema that this reader may use'],
  ])('is a fault of %s, which repeats nothing of it', (_what, operation, fault) => {
    expect(of(operation, COMPLIANCE)).toEqual({ fault });
  });

  it('is a fault where fragments expand to more fields than anybody reads', () => {
    const fragments = Array.from(
      { length: 14 },
      (_, at) => `fragment F${at} on Customer { peers { ...F${at + 1} } p: peers { ...F${at + 1} } }`,
    );
    const query = `{ customer { ...F0 } } ${fragments.join(' ')} fragment F14 on Customer { id }`;
    expect(of(query, COMPLIANCE)).toEqual({ fault: 'operation: asks for too many fields to be explained' });
  });
});
