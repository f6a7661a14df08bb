import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CURRENT_POLICY, type Policy } from '@hearth/policy';
import { startHearth, type Hearth, type HearthProof } from './start-hearth';

/** The policy in force under another name, with or without what communication may read of companies. */
const named = (version: string, refuses: boolean): Policy => ({
  ...CURRENT_POLICY,
  version,
  rules: CURRENT_POLICY.rules.map((rule) =>
    refuses && rule.audience === 'communication'
      ? { ...rule, categories: rule.categories.map((one) => (one === 'company' ? 'company.record' : one)) }
      : rule,
  ),
});

describe('a proof that gives each door another policy', () => {
  const home = mkdtempSync(join(tmpdir(), 'hearth-proof-'));
  let hearth: Hearth | undefined;
  afterEach(() => hearth?.close());
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const start = async (policies: NonNullable<HearthProof['policies']>): Promise<Hearth> => {
    hearth = await startHearth(
      {
        host: '127.0.0.1',
        port: 0,
        rooms: { kind: 'sqlite', folder: join(home, 'data') },
        keysFolder: join(home, 'keys'),
        issuer: 'https://proof.hearth.invalid',
        trustedProxies: [],
        logLevel: 'silent',
        rollUpSeconds: 86_400,
        crossingSeconds: 86_400,
        demonstration: false,
      },
      { policies },
    );
    return hearth;
  };
  const ask = async (of: Hearth, audience: 'communication' | 'vendor-systems', query: string) => {
    const purpose = audience === 'communication' ? 'communication' : 'record-keeping';
    const { token } = await of.issuer.issue({ audience, purposes: [purpose], client: 'proof' });
    return of.gateway.execute({ query, authorization: `Bearer ${token}` });
  };
  const RECORD = 'mutation { recordCustomer(input: { externalKey: "A", companyName: "Alder Ltd" }) { id } }';
  const NAMES = '{ customers { edges { node { id companyName } } } }';

  it.each([
    [
      'the gateway',
      { gateway: named('g', true), subgraph: named('s', false), storage: named('t', false) },
      'g',
    ],
    [
      'the subgraph',
      { gateway: named('g', false), subgraph: named('s', true), storage: named('t', false) },
      's',
    ],
    [
      'the storage',
      { gateway: named('g', false), subgraph: named('s', false), storage: named('t', true) },
      't',
    ],
  ])('lets %s alone refuse, under its own version', async (_door, policies, version) => {
    const started = await start(policies);
    expect((await ask(started, 'vendor-systems', RECORD)).errors).toBeUndefined();
    const answer = await ask(started, 'communication', NAMES);
    expect(JSON.stringify(answer)).not.toContain('Alder');
    expect(answer.errors?.map(({ extensions }) => extensions?.['access'])).toEqual([
      expect.objectContaining({ category: 'company.name', policyVersion: version }),
    ]);
  });

  it('is open where all three are, and in force as ever where none is given', async () => {
    for (const policies of [
      { gateway: named('g', false), subgraph: named('s', false), storage: named('t', false) },
      {},
    ]) {
      const started = await start(policies);
      expect(JSON.stringify(await ask(started, 'communication', NAMES))).toContain('Alder');
      await started.close();
    }
  });
});
