import { Kind } from 'graphql';
import type { ConstDirectiveNode, ConstValueNode, DocumentNode } from 'graphql';

/** The address under which a subgraph links the access directives, and by which a supergraph's renames are resolved. */
export const ACCESS_SPEC_URL = 'https://hearth.dev/access/v1.0';

/** The definitions of `@category`, `@open` and `@audience`, to be part of a subgraph's SDL. */
export const ACCESS_DIRECTIVES_SDL = `"What a field, argument, input field or enum value is, in the eyes of the policy."
directive @category(is: String!) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE

"Why a field needs no category."
directive @open(why: String!) on FIELD_DEFINITION

"The action that a mutation does: whoever may do it may call the mutation."
directive @audience(action: String!) on FIELD_DEFINITION
`;

/** What the three directives mean, whatever an SDL calls them. */
export type AccessDirective = 'category' | 'open' | 'audience';

const DIRECTIVES: readonly AccessDirective[] = ['category', 'open', 'audience'];
const ADDRESS = /^https:\/\/hearth\.dev\/access(\/|$)/;

/**
 * The names by which one SDL uses the directives, each with what it means. Without a link to the access address the plain
 * names are meant; with one, the imported names and the prefixed ones are, and no others. A name that this misses leaves
 * its field undeclared, which is refused.
 */
export function accessDirectiveNames(sdl: DocumentNode): ReadonlyMap<string, AccessDirective> {
  const links = sdl.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).filter(({ name }) => name.value === 'link')
      : [],
  );
  const ours = links.filter((link) => ADDRESS.test(stringArgument(link, 'url') ?? ''));
  const names = new Map<string, AccessDirective>();
  if (ours.length === 0) for (const directive of DIRECTIVES) names.set(directive, directive);
  for (const link of ours) {
    const prefix = stringArgument(link, 'as') ?? 'access';
    for (const directive of DIRECTIVES) names.set(`${prefix}__${directive}`, directive);
    for (const [name, as] of imports(link)) {
      const directive = DIRECTIVES.find((known) => `@${known}` === name);
      if (directive) names.set(as.replace(/^@/, ''), directive);
    }
  }
  return names;
}

/** The text of a directive's argument; undefined when it is missing or no string. */
export function stringArgument(directive: ConstDirectiveNode, name: string): string | undefined {
  return text(directive.arguments?.find((argument) => argument.name.value === name)?.value);
}

function imports(link: ConstDirectiveNode): (readonly [string, string])[] {
  const list = link.arguments?.find(({ name }) => name.value === 'import')?.value;
  if (list?.kind !== Kind.LIST) return [];
  return list.values.flatMap((item) => {
    const field = (key: string) =>
      item.kind === Kind.OBJECT ? text(item.fields.find(({ name }) => name.value === key)?.value) : undefined;
    const name = text(item) ?? field('name');
    return name === undefined ? [] : [[name, field('as') ?? name] as const];
  });
}

function text(value: ConstValueNode | undefined): string | undefined {
  return value?.kind === Kind.STRING ? value.value : undefined;
}
