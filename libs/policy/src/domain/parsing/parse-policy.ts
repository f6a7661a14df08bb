import { CATEGORIES, SENSITIVITIES } from '../categories';
import type { CategoryDeclaration } from '../categories';
import { CLAUSES } from '../clauses';
import type { Clause } from '../clauses';
import { frozen } from '../frozen';
import type {
  ActionRule,
  AudienceDeclaration,
  Policy,
  PurposeDeclaration,
  Refusal,
  Retention,
  Rule,
} from '../policy';
import { ACTIONS, AUDIENCES, PURPOSES, ROOMS, ROW_SCOPES } from '../vocabulary';
import { Faults, MISSHAPEN, allOr, list, object, text, word } from './shapes';

/** A document read: a policy, or what is wrong with it, a sentence for each fault. */
export type ReadPolicy = { readonly policy: Policy } | { readonly faults: readonly string[] };

/** What `parsePolicy` throws. The message and `faults` name paths of the document and none of its values. */
export class PolicyDocumentError extends Error {
  override readonly name = 'PolicyDocumentError';

  constructor(readonly faults: readonly string[]) {
    super(`The document is no policy. ${faults.join(' ')}`);
  }
}

// A version is a column of sixteen characters in the access room.
const VERSION_MAX = 16;
const TITLE_MAX = 200;
const TEXT_MAX = 2_000;

const clause = word(
  CLAUSES.map(({ id }) => id),
  'clause',
);
const category = word(
  CATEGORIES.map(({ key }) => key),
  'category',
);
const action = word(ACTIONS, 'action');
const audience = word(AUDIENCES, 'audience');
const purpose = word(PURPOSES, 'purpose');
const title = text(TITLE_MAX);
const words = text(TEXT_MAX);
const day = text(10, /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'day such as 2026-01-31');
const period = text(12, /^(P(0|[1-9]\d{0,4})[DM]|until-erased|kept)$/, 'period such as P30D or P25M');

const policyShape = object<Policy>({
  version: text(VERSION_MAX, /^[0-9A-Za-z][0-9A-Za-z.+_-]*$/, 'version'),
  effectiveFrom: day,
  clauses: list(object<Clause>({ id: clause, title, text: words, obliges: words })),
  categories: list(
    object<CategoryDeclaration>(
      {
        key: category,
        parent: category,
        sensitivity: word(SENSITIVITIES, 'sensitivity'),
        description: words,
      },
      ['parent'],
    ),
  ),
  actions: list(action),
  audiences: list(object<AudienceDeclaration>({ key: audience, title, description: words, boundBy: clause })),
  purposes: list(object<PurposeDeclaration>({ key: purpose, title, description: words })),
  rules: list(
    object<Rule>({
      audience,
      purpose,
      categories: list(category),
      rows: word(ROW_SCOPES, 'row scope'),
      clause,
    }),
  ),
  actionRules: list(object<ActionRule>({ audience, purpose, actions: list(action), clause })),
  refusals: list(
    object<Refusal>({
      audiences: allOr(audience),
      purposes: allOr(purpose),
      categories: allOr(category),
      actions: allOr(action),
      clause,
      why: words,
    }),
  ),
  retention: list(
    object<Retention>({
      key: text(40, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'name in lower case'),
      data: words,
      categories: list(category),
      room: word(ROOMS, 'room'),
      period,
      from: title,
      job: text(40, /^[a-z][a-z-]*$/, 'name of a job'),
      clause,
    }),
  ),
});

/**
 * Reads a policy out of parsed JSON: one that a person proposes, or one out of a database. Total and strict: any value is
 * answered; a word that this software does not know, a missing part and a part too many are faults. What it answers is
 * made of picked parts and frozen. Whether the policy is sound is for `auditPolicy`.
 */
export function readPolicy(json: unknown): ReadPolicy {
  const faults = new Faults();
  const policy = policyShape(json, '', faults);
  return policy === MISSHAPEN ? { faults: faults.found } : { policy: frozen(policy) };
}

/**
 * The policy of a document that ought to be one, as `readPolicy` reads it.
 *
 * @throws PolicyDocumentError with every fault, at most fifty.
 */
export function parsePolicy(json: unknown): Policy {
  const read = readPolicy(json);
  if ('faults' in read) throw new PolicyDocumentError(read.faults);
  return read.policy;
}
