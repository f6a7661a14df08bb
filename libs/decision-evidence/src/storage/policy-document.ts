import { AUDIENCES, PURPOSES } from '@hearth/policy';
import type { Policy } from '@hearth/policy';

/** Characters of a policy as a document: ten times the largest that was published. */
export const POLICY_DOCUMENT_MAX = 400_000;
/** The name of a version, as every table keeps it. */
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.-]{0,15}$/;
const ROWS: ReadonlySet<unknown> = new Set(['all', 'scoped', 'self', 'own-records', 'none']);
const SENSITIVITIES: ReadonlySet<unknown> = new Set(['personal', 'company-specific', 'internal', 'public']);

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a policy from its JSON. What it means is for `auditPolicy` to judge; here it is made sure that it is a policy at all,
 * so that deciding under it cannot fail half-way.
 *
 * @throws TypeError naming the first field that is not as it must be, and no value.
 */
export function readPolicyDocument(document: string): Policy {
  if (document.length > POLICY_DOCUMENT_MAX) unfit('', `at most ${String(POLICY_DOCUMENT_MAX)} characters`);
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    unfit('', 'JSON');
  }
  const policy = fieldsOf(value, '');
  if (!VERSION.test(textOf(policy, 'version', '')))
    unfit('version', '1 to 16 letters, digits, dots or hyphens');
  textOf(policy, 'effectiveFrom', '');
  each(policy, 'clauses', (clause, at) => texts(clause, at, ['id', 'title', 'text', 'obliges']));
  each(policy, 'categories', (category, at) => {
    texts(category, at, ['key', 'description']);
    if (category['parent'] !== undefined) textOf(category, 'parent', at);
    oneOf(category, 'sensitivity', at, SENSITIVITIES);
  });
  each(policy, 'audiences', (audience, at) =>
    texts(audience, at, ['key', 'title', 'description', 'boundBy']),
  );
  each(policy, 'purposes', (purpose, at) => texts(purpose, at, ['key', 'title', 'description']));
  each(policy, 'rules', (rule, at) => {
    readGrant(rule, at);
    words(rule, 'categories', at);
    oneOf(rule, 'rows', at, ROWS);
  });
  each(policy, 'actionRules', (rule, at) => {
    readGrant(rule, at);
    words(rule, 'actions', at);
  });
  words(policy, 'actions', '');
  return policy as unknown as Policy;
}

function readGrant(rule: Fields, at: string): void {
  oneOf(rule, 'audience', at, new Set<unknown>(AUDIENCES));
  oneOf(rule, 'purpose', at, new Set<unknown>(PURPOSES));
  textOf(rule, 'clause', at);
}

function unfit(field: string, expected: string): never {
  throw new TypeError(`${field === '' ? 'document' : `document ${field}`}: ${expected}`);
}

function fieldsOf(value: unknown, at: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) unfit(at, 'an object');
  return value as Fields;
}

function textOf(of: Fields, name: string, at: string): string {
  const value = of[name];
  if (typeof value !== 'string' || value === '') unfit(at + name, 'text');
  return value as string;
}

function texts(of: Fields, at: string, names: readonly string[]): void {
  for (const name of names) textOf(of, name, at);
}

function oneOf(of: Fields, name: string, at: string, known: ReadonlySet<unknown>): void {
  if (!known.has(of[name])) unfit(at + name, 'a word that this software knows');
}

function listOf(of: Fields, name: string, at: string): readonly unknown[] {
  const value = of[name];
  if (!Array.isArray(value)) unfit(at + name, 'a list');
  return value as readonly unknown[];
}

function words(of: Fields, name: string, at: string): void {
  if (!listOf(of, name, at).every((one) => typeof one === 'string')) unfit(at + name, 'a list of texts');
}

function each(of: Fields, name: string, check: (one: Fields, at: string) => void): void {
  listOf(of, name, '').forEach((one, index) => {
    const at = `${name}[${String(index)}]`;
    check(fieldsOf(one, at), `${at}.`);
  });
}
