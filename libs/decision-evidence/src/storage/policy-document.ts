import { parsePolicy, PolicyDocumentError } from '@hearth/policy';
import type { Policy } from '@hearth/policy';

/** Characters of a policy as a document: ten times the largest that was published. */
export const POLICY_DOCUMENT_MAX = 400_000;

/**
 * Reads a policy from its JSON text. What it means is for `auditPolicy` to judge; here it is made sure that it is a policy at
 * all, so that deciding under it cannot fail half-way.
 *
 * @throws PolicyDocumentError naming what is not as it must be, and no value.
 */
export function readPolicyDocument(document: string): Policy {
  if (document.length > POLICY_DOCUMENT_MAX) {
    throw new PolicyDocumentError([`It has more than ${String(POLICY_DOCUMENT_MAX)} characters.`]);
  }
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    throw new PolicyDocumentError(['It is not JSON.']);
  }
  return parsePolicy(value);
}
