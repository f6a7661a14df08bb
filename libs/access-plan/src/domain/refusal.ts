import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import type { GraphQLErrorOptions } from 'graphql';
import type {
  Action,
  Audience,
  Category,
  Claim,
  ClauseId,
  Policy,
  RefusalCode,
  Refused,
} from '@hearth/policy';
import { neededFor } from './needed';
import type { Needed } from './needed';

/** What was refused: a category to be read or an action to be done; neither where nothing is declared. */
export interface RefusedThing {
  readonly category?: Category;
  readonly action?: Action;
}

/** Why a field was refused, and what would allow it. */
export interface Refusal extends RefusedThing {
  /** `dec_…`: the same for the same refusal, at whichever door and however often it is made. */
  readonly decision: string;
  readonly code: RefusalCode;
  readonly clause: ClauseId;
  readonly needed: Needed;
  readonly policyVersion: string;
  /** The schema coordinate that the refusal rests on: a field, an argument, an input field or an enum value. */
  readonly coordinate: string;
  /** Who was refused: outsiders are told less. */
  readonly audience: Audience;
}

// They come from outside the company and its partners; what would open a field is nothing to tell them.
const OUTSIDERS: ReadonlySet<Audience> = new Set([
  'public',
  'consented-party',
  'court-order',
  'customer',
  'installation',
]);

/** Whether an audience is told of a refusal no more than the documented shape. */
export function isOutsider(audience: Audience): boolean {
  return OUTSIDERS.has(audience);
}

/** Makes the refusal that a door tells of a decision: under the version that the decision names, or else the policy's own. */
export function refusalOf(
  policy: Policy,
  claim: Claim,
  decision: Pick<Refused, 'code' | 'clause' | 'needed'> & { readonly policyVersion?: string },
  thing: RefusedThing,
  coordinate: string,
): Refusal {
  const { code, clause, policyVersion = policy.version } = decision;
  return {
    ...thing,
    decision: decisionId(policyVersion, claim, code, thing, coordinate),
    code,
    clause,
    needed: neededFor(policy, claim, thing, decision.needed),
    policyVersion,
    coordinate,
    audience: claim.audience,
  };
}

// 22 characters of base64url are 132 bits: enough that no two refusals share one.
const ID_CHARACTERS = 22;

function decisionId(
  policyVersion: string,
  claim: Claim,
  code: RefusalCode,
  { category, action }: RefusedThing,
  coordinate: string,
): string {
  const { audience, purpose } = claim;
  const parts = [
    'hearth-decision-1',
    policyVersion,
    audience,
    purpose,
    coordinate,
    code,
    category ?? null,
    action ?? null,
  ];
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return `dec_${digest.slice(0, ID_CHARACTERS)}`;
}

/**
 * The error that a reader gets at the place of a refused field: `extensions.code` is `FORBIDDEN`, and `extensions.access`
 * holds decision, code, clause and policy version; for staff, partners and the vendor’s systems also the category or action and
 * what is needed. It names the field and no value.
 */
export function accessError(
  refusal: Refusal,
  field: string,
  options: Pick<GraphQLErrorOptions, 'nodes' | 'path'> = {},
): GraphQLError {
  const { decision, code, category, action, clause, policyVersion, needed, audience } = refusal;
  const access = isOutsider(audience)
    ? { decision, code, clause, policyVersion }
    : {
        decision,
        code,
        ...(category === undefined ? {} : { category }),
        ...(action === undefined ? {} : { action }),
        clause,
        policyVersion,
        needed,
      };
  return new GraphQLError(`This reader may not have the field ${field}.`, {
    ...options,
    extensions: { code: 'FORBIDDEN', access },
  });
}
