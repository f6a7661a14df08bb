import fc from 'fast-check';
import { parse, print } from 'graphql';
import { CURRENT_POLICY, POLICY_2026_1 } from '@hearth/policy';
import type { Reader } from '@hearth/policy';
import { createPlanCache, planAccess } from './index';
import type { AccessPlan } from './index';
import { COMMUNICATION, COMPLIANCE, PUBLIC, SMALL_SCHEMA, SMALL_TABLE } from './testing/small-graph';

const open = (plansMax?: number) =>
  createPlanCache({ schema: SMALL_SCHEMA, table: SMALL_TABLE, ...(plansMax ? { plansMax } : {}) });
const BY_ID =
  'query Q($id: ID, $yes: Boolean = true) { customer(id: $id) { id name @include(if: $yes) key } }';
const partner = (party: string): Reader => ({
  audience: 'partner',
  purpose: 'compliance',
  purposes: ['compliance'],
  client: `client-of-${party}`,
  party,
  tokenId: `tok_${party}`,
});
/** Everything that a plan says: what it executes, and its verdicts. */
const said = (plan: AccessPlan) => JSON.stringify(plan);
/** The same, short, and with each read of a field told once. */
const short = ({ document, reads, fields }: AccessPlan) => ({
  left: document && print(document),
  reads,
  fields: fields.map((verdict) => ({
    ...verdict,
    reads: [...new Set(verdict.reads.map(({ category }) => category))],
  })),
});

describe('the cache of plans', () => {
  it('gives readers of equal rights the same plan, which holds nothing of either', () => {
    const cache = open();
    const [one, two] = ['par_one', 'par_two'].map((party) =>
      cache.planFor({
        document: parse(BY_ID),
        reader: partner(party),
        policy: CURRENT_POLICY,
        variables: { id: `cus_of_${party}` },
      }),
    );
    expect(two).toBe(one);
    expect(said(one as AccessPlan)).not.toMatch(/par_|cus_|tok_|client-/);
    expect(cache.counts).toMatchObject({ hits: 1, misses: 1, kept: 1 });
  });

  it.each([
    ['another audience', { reader: COMPLIANCE }],
    ['nobody', { reader: PUBLIC }],
    ['another version of the policy', { policy: POLICY_2026_1 }],
    ['the same version built anew', { policy: { ...CURRENT_POLICY } }],
    ['a variable given as null', { variables: { id: null } }],
    ['a variable that is not given', { variables: {} }],
    ['another value of a condition', { variables: { id: '1', yes: false } }],
    ['another document', { document: parse('query Q($id: ID) { customer(id: $id) { id } }') }],
  ])('has another plan for %s', (_what, change) => {
    const cache = open();
    const request = {
      document: parse(BY_ID),
      reader: COMMUNICATION,
      policy: CURRENT_POLICY,
      variables: { id: '1', yes: true },
    };
    const plan = cache.planFor(request);
    expect(cache.planFor({ ...request, ...change })).not.toBe(plan);
    expect(cache.planFor(request)).toBe(plan);
  });

  it('tells lines of the spelling that was sent, not of another reader’s', () => {
    const cache = open();
    const line = (query: string) => {
      const plan = cache.planFor({ document: parse(query), reader: PUBLIC, policy: CURRENT_POLICY });
      return plan.complete<never>({}).errors?.[0]?.locations?.[0]?.line;
    };
    expect(line('{ health }')).toBe(1);
    expect(line('{\n\n\n health }')).toBe(4);
  });

  it('keeps no more plans than it may, and forgets the one that was used least recently', () => {
    const cache = open(2);
    const ask = (query: string) =>
      cache.planFor({ document: parse(query), reader: PUBLIC, policy: CURRENT_POLICY });
    const [first] = [ask('{ a: health }'), ask('{ b: health }')];
    expect(ask('{ a: health }')).toBe(first);
    ask('{ c: health }');
    expect(cache.counts.kept).toBe(2);
    expect(ask('{ a: health }')).toBe(first);
    const { misses } = cache.counts;
    ask('{ b: health }');
    expect(cache.counts.misses).toBe(misses + 1);
  });

  it('plans anew, and keeps nothing, where a filter is too long or too deep to be remembered', () => {
    const cache = open();
    const document = parse('query ($f: Filter) { customers(filter: $f) { id } }');
    const deep = (depth: number): object => (depth === 0 ? { key: 'k' } : { not: deep(depth - 1) });
    const wide = {
      any: Array.from({ length: 200 }, (_, at) => ({
        orders: at % 2 ? ['ID'] : [],
        any: Array.from({ length: at }, () => ({ not: {} })),
        not: deep(at % 30),
      })),
    };
    for (const f of [deep(100), wide]) {
      const plan = cache.planFor({
        document,
        reader: COMMUNICATION,
        policy: CURRENT_POLICY,
        variables: { f },
      });
      expect(plan.refusals).toBe(1);
    }
    expect(cache.counts).toMatchObject({ hits: 0, misses: 2, kept: 0 });
  });

  const filter: fc.Arbitrary<object> = fc.letrec<{ filter: object }>((tie) => ({
    filter: fc.record(
      {
        country: fc.oneof(fc.string(), fc.constant(null)),
        key: fc.oneof(fc.string(), fc.constant(null)),
        orders: fc.oneof(
          fc.array(fc.constantFrom('ID', 'NAME', 'KEY', 'OTHER')),
          fc.constantFrom('KEY', null),
        ),
        not: fc.oneof({ maxDepth: 3 }, fc.constant(null), tie('filter')),
        any: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('filter'), { maxLength: 3 })),
      },
      { requiredKeys: [] },
    ),
  })).filter;

  it('decides as without it, whatever variables come', () => {
    const cache = open();
    const document = parse(
      'query ($f: Filter, $o: Order, $l: [Order!], $k: ID) { a: customers(filter: $f, order: $o, orders: $l) { id } b: customers(filter: { any: [$f] }) { id } c: customer(key: $k) { id } d: byKey(order: $o) { id } }',
    );
    const order = fc.constantFrom('ID', 'NAME', 'KEY', 'OTHER', null, undefined, 7);
    const variables = fc.record({
      f: fc.oneof(filter, fc.constantFrom(null, undefined, 'text')),
      o: order,
      l: fc.oneof(fc.array(order), order),
      k: fc.constantFrom('1', null, undefined),
    });
    fc.assert(
      fc.property(variables, fc.constantFrom(COMMUNICATION, COMPLIANCE, PUBLIC), (given, reader) => {
        const request = { document, reader, policy: CURRENT_POLICY, variables: given };
        const alone = planAccess({ ...request, schema: SMALL_SCHEMA, table: SMALL_TABLE });
        expect(short(cache.planFor(request))).toEqual(short(alone));
      }),
      { numRuns: 500 },
    );
    expect(cache.counts.hits).toBeGreaterThan(0);
  });
});
