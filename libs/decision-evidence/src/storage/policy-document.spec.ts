import { POLICY_VERSIONS } from '@hearth/policy';
import fc from 'fast-check';
import { POLICY_DOCUMENT_MAX, readPolicyDocument } from './policy-document';

const published = POLICY_VERSIONS.at(-1);
const changed = (change: Record<string, unknown>): string => JSON.stringify({ ...published, ...change });

describe('a policy as a document', () => {
  it.each(POLICY_VERSIONS)('is read as it was written: $version', (policy) => {
    expect(readPolicyDocument(JSON.stringify(policy))).toEqual(policy);
    expect(JSON.stringify(policy).length * 10).toBeLessThan(POLICY_DOCUMENT_MAX * 2);
  });

  it.each([
    ['no JSON', '{', 'document: JSON'],
    ['a list', '[]', 'document: an object'],
    ['nothing', 'null', 'document: an object'],
    ['no version', changed({ version: 7 }), 'document version: text'],
    ['a version that fits no table', changed({ version: 'x'.repeat(17) }), 'document version: 1 to 16'],
    ['no rules', changed({ rules: undefined }), 'document rules: a list'],
    ['a rule that is a word', changed({ rules: ['all'] }), 'document rules[0]: an object'],
    [
      'a rule for nobody that is known',
      changed({
        rules: [{ audience: 'press', purpose: 'analysis', categories: [], rows: 'none', clause: 'x' }],
      }),
      'document rules[0].audience: a word that this software knows',
    ],
    [
      'a rule on rows that are not known',
      changed({
        rules: [{ audience: 'public', purpose: 'statistics', categories: [], rows: 'some', clause: 'x' }],
      }),
      'document rules[0].rows: a word that this software knows',
    ],
    [
      'a category without a key',
      changed({ categories: [{ description: 'x' }] }),
      'document categories[0].key: text',
    ],
    ['actions that are numbers', changed({ actions: [1] }), 'document actions: a list of texts'],
    ['one without end', ' '.repeat(POLICY_DOCUMENT_MAX + 1), 'document: at most'],
  ])('is refused where it has %s', (_name, document, message) => {
    expect(() => readPolicyDocument(document)).toThrow(message);
  });

  it('is read or refused with a TypeError, whatever JSON comes, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.json(), (document) => {
        try {
          readPolicyDocument(document);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          expect((error as Error).message).toMatch(/^document/);
        }
      }),
    );
  });
});
