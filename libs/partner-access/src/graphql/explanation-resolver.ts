import type { AccessExplanation, FieldExplanation } from '@hearth/access-plan';
import type { Claim, Purpose, Reader } from '@hearth/policy';
import { Open, PublicError } from '@hearth/subgraph';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { PartnerContext } from './context';
import { PurposeEnum } from './enums';
import { AccessExplanationType, ReaderInput } from './explanation-types';
import type { FieldExplanationType } from './explanation-types';

/** What the doors would decide on an operation, told before it is asked. */
@Resolver()
export class ExplanationResolver {
  @Query(() => AccessExplanationType, {
    nullable: true,
    description:
      'What the asker, for one of its purposes, would get of an operation, field by field; for those who may, as somebody else. ' +
      'An outsider’s operation must fit the schema that it may use.',
  })
  @Open('It follows from the published policy and the asker’s own rights, and reads nothing of anybody.')
  explainAccess(
    @Arg('operation', () => String) operation: string,
    @Arg('purpose', () => PurposeEnum, { nullable: true }) purpose: Purpose | null | undefined,
    @Arg('as', () => ReaderInput, { nullable: true }) as: ReaderInput | null | undefined,
    @Ctx() { explain, reader, policy }: PartnerContext,
  ): AccessExplanationType {
    if (explain === undefined)
      throw new PublicError('NOT_FOUND', 'operation: no graph to explain it over is known here');
    const asked = as ? claimOf(as, purpose) : ownClaim(reader, purpose);
    const outcome = explain({ operation, reader: asked, policy, ...(as ? { told: reader } : {}) });
    if ('fault' in outcome) throw new PublicError('BAD_INPUT', outcome.fault);
    return toExplanation(outcome.explanation);
  }
}

function claimOf({ audience, purpose }: ReaderInput, besides: Purpose | null | undefined): Claim {
  if (besides) throw new PublicError('BAD_INPUT', 'purpose: is that of the reader in as');
  return { audience, purpose };
}

function ownClaim({ audience, purpose, purposes }: Reader, asked: Purpose | null | undefined): Claim {
  if (asked && !purposes.includes(asked)) {
    throw new PublicError('BAD_INPUT', 'purpose: none that the token allows');
  }
  return { audience, purpose: asked ?? purpose };
}

function toExplanation(explanation: AccessExplanation): AccessExplanationType {
  const { audience, purpose, policyVersion, wholeServed, fields } = explanation;
  return { audience, purpose, policyVersion, wholeServed, fields: fields.map(toField) };
}

function toField(field: FieldExplanation): FieldExplanationType {
  const { path, coordinate, allowed, categories, clause, rows, decision, code, needed } = field;
  return {
    path,
    coordinate,
    allowed,
    categories,
    clause: clause ?? null,
    rows,
    decision: decision ?? null,
    code: code ?? null,
    needed: needed
      ? {
          purpose: needed.purpose ?? null,
          scope: needed.scope ?? false,
          consent: needed.consent ?? null,
          order: needed.order ?? false,
          words: needed.words,
        }
      : null,
  };
}
