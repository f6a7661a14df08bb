import { existsSync, readFileSync } from 'node:fs';
import { CURRENT_POLICY, POLICY_VERSIONS, readPolicy, type Policy } from '@hearth/policy';

/** A policy by its published version, or out of a document by its path; the newest version where nothing is named. */
export function policyNamed(name: string | undefined): Policy {
  if (name === undefined) return CURRENT_POLICY;
  if (name.endsWith('.json')) return policyIn(name);
  const found = POLICY_VERSIONS.find(({ version }) => version === name);
  if (found) return found;
  const known = POLICY_VERSIONS.map(({ version }) => version).join(', ');
  throw new Error(`There is no such version of the policy. Published: ${known}.`);
}

function policyIn(file: string): Policy {
  if (!existsSync(file)) throw new Error(`${file} is no file.`);
  const read = readPolicy(parsed(file));
  if ('faults' in read) throw new Error(`${file} is no policy: ${read.faults.join(' ')}`);
  return read.policy;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The parser's own words would repeat what stands in the file.
    throw new Error(`${file} is no JSON.`);
  }
}
