import { isWithin } from '@hearth/policy';
import type { Action, Category, ClauseId, Policy } from '@hearth/policy';
import { refusalsByClause } from './refusals';
import type { ClauseTrace, Enforcement, MarkedTest, PolicyTrace, TracedField, TracedMutation } from './trace';

/** What a graph declares of its fields, by coordinate `Type.field`: the fields of an access table. */
export type DeclaredFields = ReadonlyMap<
  string,
  { readonly categories: readonly Category[]; readonly actions: readonly Action[] }
>;

/** What a trace is made of. */
export interface TraceParts {
  readonly policy: Policy;
  readonly fields: DeclaredFields;
  readonly enforcement: Readonly<Partial<Record<ClauseId, Enforcement>>>;
  readonly tests: readonly MarkedTest[];
}

/** Traces each clause of a policy to the rules that cite it, the fields that they open, its mechanisms and its tests. */
export function buildTrace(parts: TraceParts): PolicyTrace {
  const { policy, tests } = parts;
  const refusals = refusalsByClause(policy);
  const known = new Set<string>(policy.clauses.map(({ id }) => id));
  return {
    policyVersion: policy.version,
    clauses: policy.clauses.map((clause) => ({
      ...traceClause(parts, clause.id),
      title: clause.title,
      obliges: clause.obliges,
      refusals: refusals.get(clause.id) ?? [],
    })),
    strays: tests.filter(({ marks }) => marks.some((mark) => !known.has(mark))),
  };
}

function traceClause(
  parts: TraceParts,
  clause: ClauseId,
): Omit<ClauseTrace, 'title' | 'obliges' | 'refusals'> {
  const { policy, fields, enforcement, tests } = parts;
  const declared = enforcement[clause];
  const rules = policy.rules.filter((rule) => rule.clause === clause);
  const actionRules = policy.actionRules.filter((rule) => rule.clause === clause);
  const categories = [...rules.flatMap((rule) => rule.categories), ...(declared?.about ?? [])];
  return {
    clause,
    rules: rules.map(({ audience, purpose, categories: named, rows }) => ({
      audience,
      purpose,
      categories: named,
      rows,
    })),
    actionRules: actionRules.map(({ audience, purpose, actions }) => ({ audience, purpose, actions })),
    mechanisms: declared?.mechanisms ?? [],
    fields: fieldsWithin(fields, categories),
    mutations: mutationsOf(
      fields,
      actionRules.flatMap((rule) => rule.actions),
    ),
    tests: tests
      .filter(({ marks }) => marks.includes(clause))
      .map(({ project, file, title, status }) => ({ project, file, title, status })),
    ...(declared?.inPart === undefined ? {} : { inPart: declared.inPart }),
  };
}

function fieldsWithin(fields: DeclaredFields, categories: readonly Category[]): TracedField[] {
  return [...fields]
    .filter(([, access]) =>
      access.categories.some((category) => categories.some((named) => isWithin(category, named))),
    )
    .map(([coordinate, access]) => ({ coordinate, categories: access.categories }))
    .sort(byCoordinate);
}

function mutationsOf(fields: DeclaredFields, actions: readonly Action[]): TracedMutation[] {
  return [...fields]
    .filter(([, access]) => access.actions.some((action) => actions.includes(action)))
    .map(([coordinate, access]) => ({ coordinate, actions: access.actions }))
    .sort(byCoordinate);
}

function byCoordinate(a: { readonly coordinate: string }, b: { readonly coordinate: string }): number {
  return a.coordinate < b.coordinate ? -1 : Number(a.coordinate > b.coordinate);
}
