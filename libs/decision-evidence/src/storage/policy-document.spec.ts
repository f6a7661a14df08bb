import { POLICY_VERSIONS, policyDocument, PolicyDocumentError } from '@hearth/policy';
import fc from 'fast-check';
import { POLICY_DOCUMENT_MAX, readPolicyDocument } from './policy-document';

describe('a policy as a document', () => {
  it.each(POLICY_VERSIONS)('is read as it was written: $version', (policy) => {
    expect(readPolicyDocument(policyDocument(policy))).toEqual(policy);
    expect(policyDocument(policy).length * 5).toBeLessThan(POLICY_DOCUMENT_MAX);
  });

  it.each([
    ['no JSON', '{', 'It is not JSON.'],
    ['without end', ' '.repeat(POLICY_DOCUMENT_MAX + 1), 'It has more than'],
    ['a list', '[]', 'object'],
    ['nothing', 'null', 'object'],
  ])('is refused where it is %s', (_name, document, message) => {
    expect(() => readPolicyDocument(document)).toThrow(PolicyDocumentError);
    expect(() => readPolicyDocument(document)).toThrow(message);
  });

  it('is read or refused with its own error, whatever JSON comes, and never fails otherwise', () => {
    fc.assert(
      fc.property(fc.json(), (document) => {
        expect(() => readPolicyDocument(document)).toThrow(PolicyDocumentError);
      }),
    );
  });
});
