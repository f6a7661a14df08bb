import { createHash } from 'node:crypto';
import type { Policy } from './policy';

/**
 * A policy as canonical JSON, for storage: keys in the order of their code units at every depth and no white space, as
 * RFC 8785 has it, so that equal policies are equal texts. `parsePolicy(JSON.parse(text))` gives it back.
 */
export function policyDocument(policy: Policy): string {
  return canonical(policy);
}

/** SHA-256 over the canonical JSON of a policy, in hexadecimal: what two people compare to know that they mean the same. */
export function policyDigest(policy: Policy): string {
  return createHash('sha256').update(policyDocument(policy), 'utf8').digest('hex');
}

/** A part of a policy as canonical JSON: two parts say the same where their texts are equal. */
export function policyPart(part: unknown): string {
  return canonical(part);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`);
  return `{${parts.join(',')}}`;
}
