import { openTestRooms } from '@hearth/test-databases';
import type { TestRooms } from '@hearth/test-databases';
import { buildPartnerAccessSchema } from './graphql/schema';
import { accessUnderTest, COMMUNICATION, partnerReader } from './testing/access-under-test';
import type { AccessUnderTest, AskAs } from './testing/access-under-test';

const QUERY = `query ($operation: String!, $purpose: Purpose, $as: ReaderInput) {
  explainAccess(operation: $operation, purpose: $purpose, as: $as) {
    audience purpose policyVersion wholeServed
    fields { path coordinate allowed categories clause rows decision code needed { purpose scope consent order words } }
  }
}`;
const PARTNERS = '{ partners { edges { node { id name } } } me: whoAmI { audience } }';
const APPROVERS: AskAs = { audience: 'approvers', purposes: ['administration'] };

describe('explainAccess', () => {
  let rooms: TestRooms;
  let test: AccessUnderTest;
  beforeAll(async () => {
    rooms = await openTestRooms('sqlite');
    test = await accessUnderTest(rooms, '2026-05-01T12:00:00Z', (await buildPartnerAccessSchema()).sdl);
  });
  afterAll(() => rooms.close());

  interface Explained {
    readonly wholeServed: boolean;
    readonly fields: readonly {
      readonly path: string[];
      readonly allowed: boolean;
      readonly rows: string[];
    }[];
  }
  const explain = async (as: AskAs | undefined, variables: Record<string, unknown>) => {
    const answer = await test.ask(as, QUERY, variables);
    return { explained: answer.data?.['explainAccess'] as Explained | null, errors: answer.errors };
  };

  it('tells a reader what it would get of an operation, and under which clause', async () => {
    const { explained, errors } = await explain(partnerReader('par_1'), { operation: PARTNERS });
    expect(errors).toBeUndefined();
    expect(explained).toMatchObject({
      audience: 'PARTNER',
      purpose: 'COMMUNICATION',
      policyVersion: '2026.2',
      wholeServed: true,
    });
    expect(explained?.fields[0]).toEqual({
      path: ['partners'],
      coordinate: 'Query.partners',
      allowed: true,
      categories: ['access.partner'],
      clause: 'affiliates',
      rows: ['SCOPED'],
      decision: null,
      code: null,
      needed: null,
    });
  });

  it('tells of a refusal what would allow it', async () => {
    const { explained } = await explain(
      { audience: 'product-management', purposes: ['statistics'] },
      { operation: PARTNERS },
    );
    expect(explained).toMatchObject({
      wholeServed: false,
      fields: [
        {
          allowed: false,
          categories: ['access.partner'],
          decision: expect.stringMatching(/^dec_/),
          code: 'CATEGORY_NOT_ALLOWED',
          needed: { scope: true, order: true, consent: null, words: expect.any(String) },
        },
        { path: ['me'], allowed: true },
        { path: ['me', 'audience'], allowed: true },
      ],
    });
  });

  it('shows another reader’s answer to those who may look on as somebody else', async () => {
    const as = { audience: 'PARTNER', purpose: 'COMMUNICATION' };
    const { explained } = await explain(APPROVERS, { operation: PARTNERS, as });
    expect(explained?.fields[0]).toMatchObject({ allowed: true, rows: ['SCOPED'] });
    const outside = await explain(APPROVERS, {
      operation: PARTNERS,
      as: { audience: 'PUBLIC', purpose: 'STATISTICS' },
    });
    expect(outside.explained?.fields[0]).toMatchObject({ allowed: false, needed: { scope: true } });
  });

  it.each([
    ['a department', COMMUNICATION],
    ['a partner', partnerReader('par_1')],
    ['the public', undefined],
  ])('shows %s nobody else’s', async (_who, reader) => {
    const as = { audience: 'COMPLIANCE', purpose: 'COMPLIANCE' };
    const { explained, errors } = await explain(reader, { operation: PARTNERS, as });
    expect(explained).toBeNull();
    expect(errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN', access: { code: 'CATEGORY_NOT_ALLOWED' } } },
    ]);
  });

  it('does not tell the public a hidden field from one that is not there', async () => {
    const ask = (operation: string) => explain(undefined, { operation });
    const hidden = await ask('{ partners { edges { cursor } } }');
    expect(hidden.errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
    expect(hidden).toEqual(await ask('{ nowhere { edges { cursor } } }'));
    expect((await ask('{ whoAmI { audience } }')).explained).toMatchObject({ wholeServed: true });
  });

  it.each([
    ['a purpose that the token does not allow', { purpose: 'COMPLIANCE' }],
    ['solicitation', { purpose: 'SOLICITATION' }],
    ['what is no operation', { operation: 'partners {' }],
  ])('refuses %s as bad input', async (_what, variables) => {
    const { explained, errors } = await explain(partnerReader('par_1'), {
      operation: PARTNERS,
      ...variables,
    });
    expect(explained).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });
});
