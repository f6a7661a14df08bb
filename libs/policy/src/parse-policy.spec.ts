import fc from 'fast-check';
import {
  CURRENT_POLICY,
  POLICY_VERSIONS,
  PolicyDocumentError,
  auditPolicy,
  parsePolicy,
  policyDigest,
  policyDocument,
  readPolicy,
} from './index';
import type { Policy } from './index';
import { arbitraryPolicy } from './testing/arbitrary-policy';

const json = (policy: Policy = CURRENT_POLICY) =>
  JSON.parse(policyDocument(policy)) as Record<string, unknown>;
const faultsOf = (value: unknown): readonly string[] => {
  const read = readPolicy(value);
  return 'faults' in read ? read.faults : [];
};
const changed = (change: (document: Record<string, unknown>) => void): unknown => {
  const document = json();
  change(document);
  return document;
};
const first = (document: Record<string, unknown>, list: string) =>
  (document[list] as Record<string, unknown>[])[0] as Record<string, unknown>;

describe('parsePolicy', () => {
  it.each(POLICY_VERSIONS.map((policy) => [policy.version, policy] as const))(
    'reads version %s back as it was written',
    (_, policy) => {
      expect(parsePolicy(json(policy))).toEqual(policy);
      expect(policyDigest(parsePolicy(json(policy)))).toBe(policyDigest(policy));
    },
  );

  it('reads any policy back as it was written, sound or not, to the same audit', () => {
    fc.assert(
      fc.property(arbitraryPolicy, (policy) => {
        const back = parsePolicy(JSON.parse(policyDocument(policy)));
        expect(back).toEqual(policy);
        expect(policyDocument(back)).toBe(policyDocument(policy));
      }),
    );
    expect(auditPolicy(parsePolicy(json()))).toEqual([]);
  });

  it('gives a policy that nothing changes in passing', () => {
    const policy = parsePolicy(json());
    expect(() => (policy.rules as unknown[]).push({})).toThrow(TypeError);
    expect(() => ((policy.refusals[0] as { why: string }).why = '')).toThrow(TypeError);
  });

  it.each<readonly [string, unknown]>([
    ['The policy is no object.', null],
    ['The policy is no object.', 'a policy'],
    ['The policy is no object.', [CURRENT_POLICY]],
    ['refusals is missing.', changed((document) => delete document['refusals'])],
    ['retention is missing.', changed((document) => delete document['retention'])],
    ['rules is no list.', changed((document) => (document['rules'] = {}))],
    ['rules has more than 1000 items.', changed((document) => (document['rules'] = Array(1_001).fill({})))],
    ['version is no version.', changed((document) => (document['version'] = '../x'))],
    ['version is longer than 16 characters.', changed((document) => (document['version'] = '1'.repeat(17)))],
    [
      'effectiveFrom is no day such as 2026-01-31.',
      changed((document) => (document['effectiveFrom'] = 'soon')),
    ],
    [
      'rules[0].audience is no audience that this software knows.',
      changed((document) => (first(document, 'rules')['audience'] = 'stranger')),
    ],
    [
      'rules[0].purpose is no purpose that this software knows.',
      changed((document) => (first(document, 'rules')['purpose'] = '__proto__')),
    ],
    [
      'rules[0].categories[0] is no category that this software knows.',
      changed((document) => (first(document, 'rules')['categories'] = ['shoe.size'])),
    ],
    [
      'rules[0].rows is no row scope that this software knows.',
      changed((document) => (first(document, 'rules')['rows'] = 'some')),
    ],
    [
      'rules[0].clause is no clause that this software knows.',
      changed((document) => (first(document, 'rules')['clause'] = 'whim')),
    ],
    [
      'actionRules[0].actions[0] is no action that this software knows.',
      changed((document) => (first(document, 'actionRules')['actions'] = ['shoe.tie'])),
    ],
    ['rules[0].when is no part of it.', changed((document) => (first(document, 'rules')['when'] = 'always'))],
    ['refusals[0].why is empty.', changed((document) => (first(document, 'refusals')['why'] = ' '))],
    [
      'refusals[0].audiences is no list.',
      changed((document) => (first(document, 'refusals')['audiences'] = 'none')),
    ],
    [
      'retention[0].period is no period such as P30D or P25M.',
      changed((document) => (first(document, 'retention')['period'] = 'P-1D')),
    ],
    [
      'retention[0].room is no room that this software knows.',
      changed((document) => (first(document, 'retention')['room'] = 'attic')),
    ],
    [
      'clauses[0].title holds control characters.',
      changed((document) => (first(document, 'clauses')['title'] = '\u001b[2J')),
    ],
    ['clauses[0].text is no text.', changed((document) => (first(document, 'clauses')['text'] = 7))],
    [
      'categories[0].sensitivity is no sensitivity that this software knows.',
      changed((document) => (first(document, 'categories')['sensitivity'] = 'secret')),
    ],
  ])('refuses a document with the fault: %s', (fault, document) => {
    expect(faultsOf(document)).toEqual([fault]);
    expect(() => parsePolicy(document)).toThrow(PolicyDocumentError);
  });

  it('tells every fault at once, at most fifty', () => {
    const document = changed((one) => {
      delete one['version'];
      first(one, 'rules')['clause'] = 'whim';
    });
    expect(faultsOf(document)).toEqual([
      'version is missing.',
      'rules[0].clause is no clause that this software knows.',
    ]);
    const wrong = changed((one) => (one['actions'] = Array(900).fill('shoe.tie')));
    expect(faultsOf(wrong)).toHaveLength(50);
  });

  it('names the place of a fault and never what stood there', () => {
    const secret = 'ada@example.com';
    const document = changed((one) => {
      one[secret] = secret;
      one['version'] = secret;
      one['actions'] = [secret];
      (one['rules'] as unknown[])[0] = secret;
      first(one, 'refusals')['why'] = { [secret]: secret };
      first(one, 'retention')[secret] = secret;
    });
    expect(faultsOf(document)).toHaveLength(6);
    expect(JSON.stringify(faultsOf(document))).not.toContain(secret);
  });

  it('keeps nothing of a prototype that the document brings along', () => {
    const document: unknown = JSON.parse(
      policyDocument(CURRENT_POLICY).replace('{', '{"__proto__":{"rules":[]},'),
    );
    expect(faultsOf(document)).toEqual(['(a key that is no name) is no part of it.']);
  });

  it('answers any JSON at all with faults and without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(faultsOf(value).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('policyDocument', () => {
  it('is the same text for the same policy, in whatever order its keys were written', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, part]) => [key, shuffled(part)]),
      );
    };
    expect(policyDocument(shuffled(CURRENT_POLICY) as Policy)).toBe(policyDocument(CURRENT_POLICY));
  });

  it('has another digest for every other policy', () => {
    expect(policyDigest(CURRENT_POLICY)).toMatch(/^[0-9a-f]{64}$/);
    const digests = POLICY_VERSIONS.map(policyDigest);
    expect(new Set(digests).size).toBe(POLICY_VERSIONS.length);
    expect(policyDigest({ ...CURRENT_POLICY, effectiveFrom: '2026-11-26' })).not.toBe(
      policyDigest(CURRENT_POLICY),
    );
  });
});
