import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { Reader } from '@hearth/policy';
import { PUBLIC_READER } from '@hearth/policy';
import type { CursorScope } from './cursor';
import { cursorBinding, decodeCursor, encodeCursor } from './cursor';
import { pageOf, readPage } from './page';

const key = randomBytes(32);
const partner: Reader = {
  audience: 'partner',
  purpose: 'compliance',
  purposes: ['compliance'],
  client: 'cli',
  party: 'par_1',
};
const parts = {
  list: 'Query.customers',
  filter: { a: 1, b: [2n] },
  reader: partner,
  policyVersion: '2026.1',
};
const scope = (changed: object = {}): CursorScope => ({
  key,
  binding: cursorBinding({ ...parts, ...changed }),
});

describe('a cursor binding', () => {
  it('is one for a filter, however it is written', () => {
    expect(cursorBinding({ ...parts, filter: { b: [2n], a: 1, c: undefined } })).toBe(cursorBinding(parts));
  });

  it.each([
    ['another list', { list: 'Partner.customers' }],
    ['another filter', { filter: { a: 1 } }],
    ['another audience', { reader: PUBLIC_READER }],
    ['another purpose', { reader: { ...partner, purpose: 'communication' } }],
    ['another party', { reader: { ...partner, party: 'par_2' } }],
    ['another customer', { reader: { ...partner, customer: 'cus_1' } }],
    ['another version of the policy', { policyVersion: '2026.2' }],
  ])('lets no cursor through to %s', (_what, changed) => {
    const cursor = encodeCursor(scope(), { id: 'x' });
    expect(decodeCursor(scope(), cursor)).toEqual({ id: 'x' });
    const refused = expect.objectContaining({ name: 'PublicError', code: 'BAD_CURSOR' });
    expect(() => decodeCursor(scope(changed), cursor)).toThrow(refused);
  });
});

describe('paging', () => {
  it('gives every row once and in order, whatever the number of rows and the size of a page', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 25 }), (count, first) => {
        const rows = Array.from({ length: count }, (_, at) => ({ at }));
        const seen: number[] = [];
        let after: string | null = null;
        for (let turn = 0; turn <= count; turn++) {
          const page = readPage({ first, after }, scope());
          const start = page.after === undefined ? 0 : Number(page.after['at']) + 1;
          const made = pageOf(rows.slice(start, start + page.limit), page, (row) => row, scope());
          seen.push(...made.edges.map(({ node }) => node.at));
          expect(made.edges.length).toBeLessThanOrEqual(first);
          after = made.pageInfo.endCursor;
          if (!made.pageInfo.hasNextPage) break;
        }
        expect(seen).toEqual(rows.map(({ at }) => at));
      }),
    );
  });

  it('takes twenty rows when none are asked for, and a null for nothing', () => {
    expect(readPage({}, scope())).toEqual({ first: 20, limit: 21, after: undefined });
    expect(readPage({ first: null, after: null }, scope()).first).toBe(20);
  });
});
