import { Kind } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { isSkipped } from './filter-operation';
import type { Variables } from './input-demands';
import type { FieldVerdict } from './judge';

/** The verdict on a field where it stands in the answer. */
export interface ExplainedField {
  /** Response keys from the root, without the places in lists, which only an answer has. */
  readonly path: readonly string[];
  readonly node: FieldNode;
  readonly verdict: FieldVerdict;
}

/** Fragments that spread each other twice expand to more fields than anybody reads: what comes after is left out. */
const FIELDS_MAX = 10_000;

/** Goes through an operation as it was written, in its order, and tells the verdict on each field that was judged. */
export function explainOperation(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variables: Variables,
  verdictOf: ReadonlyMap<FieldNode, FieldVerdict>,
): readonly ExplainedField[] {
  const explained: ExplainedField[] = [];
  const walk = (set: SelectionSetNode, path: readonly string[]): void => {
    for (const selection of set.selections) {
      if (isSkipped(selection, variables) || explained.length >= FIELDS_MAX) continue;
      if (selection.kind === Kind.FIELD) {
        const verdict = verdictOf.get(selection);
        if (!verdict) continue;
        const here = [...path, (selection.alias ?? selection.name).value];
        explained.push({ path: here, node: selection, verdict });
        if (!verdict.refusal && selection.selectionSet) walk(selection.selectionSet, here);
        continue;
      }
      const body = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (body) walk(body.selectionSet, path);
    }
  };
  walk(selectionSet, []);
  return explained;
}
