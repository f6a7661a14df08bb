import type { DeclaredAccess } from '@hearth/policy';
import type { AccessTable, FieldAccess } from './access-table';

/**
 * All that an access table guards, fields, arguments, input fields and enum values alike, by coordinate with what each
 * demands: what `policyChanges` names beside the categories.
 */
export function declaredAccess(table: AccessTable): DeclaredAccess {
  const declared = new Map<string, FieldAccess>(table.fields);
  for (const [coordinate, categories] of [...table.arguments, ...table.inputFields, ...table.enumValues]) {
    declared.set(coordinate, { categories, actions: [] });
  }
  return declared;
}
