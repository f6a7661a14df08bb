import type { KeyRing } from '@hearth/keys';
import { CURRENT_POLICY, decide, type Category } from '@hearth/policy';
import {
  AMBERLINE,
  BASALTWORKS,
  partnerOf,
  type KnownCustomer,
  type RowReader,
} from '../access/foreign-customers';
import { signedToken, type ProofReader, type TokenClaims } from '../access/readers';
import { COMPANIES, type Seeded } from '../access/seed';
import { PROOF_ISSUER, type WholeHearth } from '../whole-hearth';

/** A grant for some categories of the first customer: what a consent, an order or a case is in the tables of scope. */
const NARROW: readonly (Pick<TokenClaims, 'audience' | 'purpose'> & {
  readonly party: string;
  readonly covers: readonly Category[];
})[] = [
  {
    audience: 'court-order',
    purpose: 'legal-order',
    party: 'order-narrow',
    covers: ['user.name', 'user.contact.email', 'agreement.record', 'agreement.dates'],
  },
  {
    audience: 'consented-party',
    purpose: 'publication',
    party: 'consent-narrow',
    covers: ['company.name'],
  },
  { audience: 'privacy-office', purpose: 'privacy-administration', party: 'case-narrow', covers: ['user'] },
];
const ELSEWHERE = { companyName: 'Hollowbrook Yard', country: 'NO', words: ['Hollowbrook', 'ELSEWHERE'] };
const OTHER_SYSTEM = 'another-system';

/** The readers whose rows are few, with what is in the records of everybody else. */
export interface SeededRows {
  /** Readers with a grant for some categories only. */
  readonly narrow: readonly ProofReader[];
  /** Each reader that asks for a customer that is not its own. */
  readonly rowReaders: readonly RowReader[];
  /** A system that recorded nothing of the first customer, for writing to it. */
  readonly otherSystem: ProofReader;
  /** Customers of others than the first partner. */
  readonly foreignIds: readonly string[];
  /** A word of a customer that the reader may know nothing of, where the text holds one. */
  foreignWord(reader: ProofReader, text: string): string | undefined;
}

interface Ids {
  readonly id: string;
  readonly contacts: { readonly edges: readonly { readonly node: { readonly id: string } }[] } | null;
  readonly agreements: readonly { readonly id: string }[] | null;
  readonly installations: { readonly edges: readonly { readonly node: { readonly id: string } }[] } | null;
}

/** Records a customer of another system, writes narrow grants into the scopes, and learns whose every id is. */
export async function seedRows(hearth: WholeHearth, keys: KeyRing, seeded: Seeded): Promise<SeededRows> {
  const elsewhere = await recordElsewhere(hearth);
  await grantNarrow(hearth, seeded);
  const words = await wordsByCustomer(hearth, seeded, elsewhere);
  const narrow: ProofReader[] = [];
  for (const { covers, ...claims } of NARROW) {
    const token = await signedToken(keys, PROOF_ISSUER, claims);
    narrow.push({ ...claims, covers, token, name: `${claims.party} for ${claims.purpose}` });
  }
  const otherClaims = {
    audience: 'vendor-systems',
    purpose: 'record-keeping',
    client: OTHER_SYSTEM,
  } as const;
  const otherSystem: ProofReader = {
    ...otherClaims,
    name: 'another system',
    token: await signedToken(keys, PROOF_ISSUER, otherClaims),
  };
  return {
    narrow,
    otherSystem,
    foreignIds: [...words.keys()].filter((customer) => customer !== seeded.mine),
    rowReaders: await rowReaders(hearth, keys, seeded, elsewhere, narrow, otherSystem),
    foreignWord(reader, text) {
      const decision = decide(CURRENT_POLICY, reader, 'company.record');
      if (decision.allowed && decision.rows === 'all') return undefined;
      const ownSystem =
        decision.allowed && decision.rows === 'own-records' && reader.name !== otherSystem.name;
      for (const [customer, ofCustomer] of words) {
        const own = ownSystem ? customer !== elsewhere : customer === seeded.mine;
        if (!own) {
          const found = ofCustomer.find((word) => text.includes(word));
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
  };
}

async function recordElsewhere(hearth: WholeHearth): Promise<string> {
  const token = await hearth.token({
    audience: 'vendor-systems',
    purposes: ['record-keeping'],
    client: OTHER_SYSTEM,
  });
  const record = async (kind: string, input: object): Promise<string> => {
    const query = `mutation M($i: Record${kind}Input!) { record${kind}(input: $i) { id } }`;
    const answer = await hearth.ask(query, { i: input }, token);
    const made = (answer.data as Record<string, { id: string } | null> | undefined)?.[`record${kind}`];
    if (!made) throw new Error(`Seeding failed: ${JSON.stringify(answer.errors)}`);
    return made.id;
  };
  const customer = await record('Customer', {
    externalKey: 'ELSEWHERE',
    companyName: ELSEWHERE.companyName,
    industry: '333',
    country: ELSEWHERE.country,
  });
  await record('Contact', {
    customer,
    externalKey: 'ELSEWHERE-C',
    name: 'Ada ELSEWHERE',
    email: 'ada@elsewhere.example',
  });
  await record('Agreement', {
    customer,
    externalKey: 'ELSEWHERE-1',
    orderNumber: 'ORDER-ELSEWHERE',
    edition: 'ENTERPRISE',
    startsOn: '2026-01-01',
    licenceKey: 'PROOF-0009-ELSEWHERE',
    entitlements: [],
  });
  return customer;
}

/** Scopes lie in the room of who and, published from there, in the two others. */
async function grantNarrow(hearth: WholeHearth, seeded: Seeded): Promise<void> {
  for (const room of ['personal', 'access'] as const) {
    const database = await hearth.hearth.kit.room(room, 'partner-access');
    await database.write(async (m) => {
      for (const { party, covers } of NARROW) {
        for (const category of covers) {
          await m.query(
            'INSERT INTO scope (party, customer, category, until_at, version) VALUES (?, ?, ?, NULL, 1)',
            [party, seeded.mine, category],
          );
        }
      }
    });
  }
  await hearth.hearth.settle();
}

/** Ids, names, numbers and addresses by the customer whose they are. */
async function wordsByCustomer(
  hearth: WholeHearth,
  seeded: Seeded,
  elsewhere: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const token = await hearth.token({ audience: 'compliance', purposes: ['compliance'] });
  const answer = await hearth.ask(
    `{ customers(first: 50) { edges { node { id contacts(first: 50) { edges { node { id } } } agreements { id }
      installations(first: 50) { edges { node { id } } } } } } }`,
    {},
    token,
  );
  const edges = (answer.data as { customers?: { edges: readonly { readonly node: Ids }[] } } | undefined)
    ?.customers?.edges;
  if (edges === undefined || edges.length !== COMPANIES.length + 1)
    throw new Error(`The seed is not whole: ${JSON.stringify(answer.errors)}`);
  const words = new Map<string, string[]>();
  for (const { node } of edges) {
    words.set(node.id, [
      node.id,
      ...(node.contacts?.edges ?? []).map((edge) => edge.node.id),
      ...(node.agreements ?? []).map(({ id }) => id),
      ...(node.installations?.edges ?? []).map((edge) => edge.node.id),
    ]);
  }
  words.get(seeded.other)?.push(...BASALTWORKS.words, 'ada@other.example', seeded.otherPartner, 'Partner P2');
  words.get(elsewhere)?.push(...ELSEWHERE.words, 'ada@elsewhere.example');
  return words;
}

async function rowReaders(
  hearth: WholeHearth,
  keys: KeyRing,
  seeded: Seeded,
  elsewhere: string,
  narrow: readonly ProofReader[],
  otherSystem: ProofReader,
): Promise<RowReader[]> {
  const mine: KnownCustomer = { id: seeded.mine, ...AMBERLINE };
  const other: KnownCustomer = { id: seeded.other, ...BASALTWORKS };
  const theirs: KnownCustomer = { id: elsewhere, ...ELSEWHERE };
  const partner = await partnerOf(hearth, seeded);
  const tokenOf = (claims: TokenClaims) => signedToken(keys, PROOF_ISSUER, claims);
  const self = { audience: 'customer', purpose: 'self-access' } as const;
  const system = { audience: 'vendor-systems', purpose: 'record-keeping' } as const;
  const compliance = { audience: 'compliance', purpose: 'compliance' } as const;
  const everybody = { purpose: compliance.purpose, token: await tokenOf(compliance) };
  return [
    partner,
    {
      name: 'partner for communication',
      purpose: 'communication',
      token: await tokenOf({ audience: 'partner', purpose: 'communication', party: seeded.partner }),
      own: mine,
      foreign: other,
      other: everybody,
    },
    {
      name: 'customer',
      purpose: self.purpose,
      token: await tokenOf({ ...self, customer: seeded.mine }),
      own: mine,
      foreign: other,
      other: everybody,
    },
    {
      name: 'vendor system',
      purpose: system.purpose,
      token: await tokenOf(system),
      own: null,
      foreign: theirs,
      other: everybody,
    },
    {
      name: otherSystem.name,
      purpose: system.purpose,
      token: otherSystem.token,
      own: null,
      foreign: mine,
      other: everybody,
    },
    ...narrow.map(({ name, purpose, token }) => ({
      name,
      purpose,
      token,
      own: null,
      foreign: other,
      other: everybody,
    })),
  ];
}
