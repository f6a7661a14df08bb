import type { DocumentNode, FragmentDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';

/** What a selection set asks for once all of its fragments are expanded. */
export interface DocumentMeasure {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly rootFields: number;
  readonly selections: number;
  /** Of the widest selection set. */
  readonly breadth: number;
}

const NOTHING: DocumentMeasure = {
  depth: 0,
  aliases: 0,
  directives: 0,
  rootFields: 0,
  selections: 0,
  breadth: 0,
};

/**
 * Counts the greatest operation of a document. Each fragment is counted once and its figures are added wherever it is
 * spread, so the work grows with the document's length and not with what it expands to: a few kilobytes of
 * fragments that spread each other twice would otherwise expand to more fields than there is memory.
 */
export function measureDocument(document: DocumentNode): DocumentMeasure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  // A fragment that is still being counted stands for nothing: validation refuses the cycle afterwards.
  const counted = new Map<string, DocumentMeasure>();

  const ofFragment = (name: string): DocumentMeasure => {
    const known = counted.get(name);
    if (known) return known;
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    counted.set(name, NOTHING);
    const measure = plusDirectives(ofSet(fragment.selectionSet), fragment.directives?.length ?? 0);
    counted.set(name, measure);
    return measure;
  };

  const ofSet = (set: SelectionSetNode): DocumentMeasure => {
    const sum = { ...NOTHING };
    for (const selection of set.selections) {
      sum.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        const below = selection.selectionSet ? ofSet(selection.selectionSet) : NOTHING;
        sum.selections += 1 + below.selections;
        sum.rootFields += 1;
        sum.aliases += (selection.alias ? 1 : 0) + below.aliases;
        sum.directives += below.directives;
        sum.depth = Math.max(sum.depth, 1 + below.depth);
        sum.breadth = Math.max(sum.breadth, below.breadth);
        continue;
      }
      const inside =
        selection.kind === Kind.INLINE_FRAGMENT
          ? ofSet(selection.selectionSet)
          : ofFragment(selection.name.value);
      sum.selections += inside.selections;
      sum.rootFields += inside.rootFields;
      sum.aliases += inside.aliases;
      sum.directives += inside.directives;
      sum.depth = Math.max(sum.depth, inside.depth);
      sum.breadth = Math.max(sum.breadth, inside.breadth);
    }
    // Fields at this set's own root, those of its fragments among them.
    sum.breadth = Math.max(sum.breadth, sum.rootFields);
    return sum;
  };

  let greatest = NOTHING;
  for (const definition of document.definitions) {
    // Fragments are measured even where nothing spreads them: validation walks them too.
    const measure =
      definition.kind === Kind.OPERATION_DEFINITION
        ? plusDirectives(ofSet(definition.selectionSet), definition.directives?.length ?? 0)
        : definition.kind === Kind.FRAGMENT_DEFINITION
          ? { ...ofFragment(definition.name.value), rootFields: 0 }
          : NOTHING;
    greatest = {
      depth: Math.max(greatest.depth, measure.depth),
      aliases: Math.max(greatest.aliases, measure.aliases),
      directives: Math.max(greatest.directives, measure.directives),
      rootFields: Math.max(greatest.rootFields, measure.rootFields),
      selections: Math.max(greatest.selections, measure.selections),
      breadth: Math.max(greatest.breadth, measure.breadth),
    };
  }
  return greatest;
}

function plusDirectives(measure: DocumentMeasure, directives: number): DocumentMeasure {
  return { ...measure, directives: measure.directives + directives };
}
