import type {
  AccessChange,
  Change,
  EntryChanges,
  Policy,
  PolicyDifference,
  WordChanges,
} from '@hearth/policy';
import type { AccessChangeType, PolicyDifferenceType, WordChangesType } from './policy-difference-types';
import { toActionRule, toRefusal, toRetention, toRule } from './policy-told';

/** A difference as the graph tells it, field by field. */
export function toPolicyDifference(
  difference: PolicyDifference,
  from: Policy,
  to: Policy,
): PolicyDifferenceType {
  const { refusals } = difference;
  return {
    from: difference.from,
    to: difference.to,
    clauses: toWordChanges(difference.clauses),
    categories: toWordChanges(difference.categories),
    actions: toWordChanges(difference.actions),
    audiences: toWordChanges(difference.audiences),
    purposes: toWordChanges(difference.purposes),
    rules: toEntryChanges(difference.rules, toRule),
    actionRules: toEntryChanges(difference.actionRules, toActionRule),
    refusals: {
      added: refusals.added.map((one) => toRefusal(to, one)),
      removed: refusals.removed.map((one) => toRefusal(from, one)),
    },
    retention: toEntryChanges(difference.retention, toRetention),
    access: difference.access.map(toAccessChange),
  };
}

function toWordChanges({ added, removed, reworded }: WordChanges<string>): WordChangesType {
  return { added, removed, reworded };
}

function toEntryChanges<Entry, Told>(
  { added, removed }: EntryChanges<Entry>,
  tell: (entry: Entry) => Told,
): { readonly added: readonly Told[]; readonly removed: readonly Told[] } {
  return { added: added.map((entry) => tell(entry)), removed: removed.map((entry) => tell(entry)) };
}

function toAccessChange({ audience, purpose, categories, actions, fields }: AccessChange): AccessChangeType {
  const coordinates = (wanted: Change) =>
    fields.filter(({ change }) => change === wanted).map(({ coordinate }) => coordinate);
  return {
    audience,
    purpose,
    categories: categories.map((one) => ({
      category: one.category,
      change: one.change,
      rowsBefore: one.rowsBefore ?? null,
      rowsAfter: one.rowsAfter ?? null,
      clauseBefore: one.clauseBefore ?? null,
      clauseAfter: one.clauseAfter ?? null,
    })),
    actions: actions.map((one) => ({
      action: one.action,
      change: one.change,
      clauseBefore: one.clauseBefore ?? null,
      clauseAfter: one.clauseAfter ?? null,
    })),
    fieldsGained: coordinates('gained'),
    fieldsLost: coordinates('lost'),
    fieldsChanged: coordinates('changed'),
  };
}
