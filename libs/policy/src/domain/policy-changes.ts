import { accessChanges } from './access-changes';
import type { AccessChange, DeclaredAccess } from './access-changes';
import type { Category } from './categories';
import type { ClauseId } from './clauses';
import type { ActionRule, Policy, Refusal, Retention, Rule } from './policy';
import { policyPart } from './policy-document';
import type { Action, Audience, Purpose } from './vocabulary';

/** Words that come, go, or are said otherwise. */
export interface WordChanges<Word> {
  readonly added: readonly Word[];
  readonly removed: readonly Word[];
  readonly reworded: readonly Word[];
}

/** Entries that come and go; one that is changed goes and comes. Their order says nothing. */
export interface EntryChanges<Entry> {
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
}

/** What one version of the policy changes in another. */
export interface PolicyDifference {
  readonly from: string;
  readonly to: string;
  readonly clauses: WordChanges<ClauseId>;
  readonly categories: WordChanges<Category>;
  readonly actions: WordChanges<Action>;
  readonly audiences: WordChanges<Audience>;
  readonly purposes: WordChanges<Purpose>;
  readonly rules: EntryChanges<Rule>;
  readonly actionRules: EntryChanges<ActionRule>;
  readonly refusals: EntryChanges<Refusal>;
  readonly retention: EntryChanges<Retention>;
  /** Who gains or loses what, by audience and purpose; those for whom nothing changes are left out. */
  readonly access: readonly AccessChange[];
}

/**
 * What changes from one policy to another: in words, and, found by asking both for every audience, purpose, category and
 * action, for whom. `fields` gives the categories and actions of each coordinate of the graph, so that the answer names
 * fields as well. Pure; two equal policies of two versions differ in nothing.
 */
export function policyChanges(
  from: Policy,
  to: Policy,
  fields: DeclaredAccess = new Map(),
): PolicyDifference {
  return {
    from: from.version,
    to: to.version,
    clauses: wordChanges(from.clauses, to.clauses, ({ id }) => id),
    categories: wordChanges(from.categories, to.categories, ({ key }) => key),
    actions: wordChanges(from.actions, to.actions, (action) => action),
    audiences: wordChanges(from.audiences, to.audiences, ({ key }) => key),
    purposes: wordChanges(from.purposes, to.purposes, ({ key }) => key),
    rules: entryChanges(from.rules, to.rules),
    actionRules: entryChanges(from.actionRules, to.actionRules),
    refusals: entryChanges(from.refusals, to.refusals),
    retention: entryChanges(from.retention, to.retention),
    access: accessChanges(from, to, fields),
  };
}

function wordChanges<Entry, Word>(
  from: readonly Entry[],
  to: readonly Entry[],
  wordOf: (entry: Entry) => Word,
): WordChanges<Word> {
  const before = new Map(from.map((entry) => [wordOf(entry), policyPart(entry)]));
  const after = new Map(to.map((entry) => [wordOf(entry), policyPart(entry)]));
  return {
    added: [...after.keys()].filter((word) => !before.has(word)),
    removed: [...before.keys()].filter((word) => !after.has(word)),
    reworded: [...after]
      .filter(([word, said]) => before.has(word) && before.get(word) !== said)
      .map(([word]) => word),
  };
}

function entryChanges<Entry>(from: readonly Entry[], to: readonly Entry[]): EntryChanges<Entry> {
  return { added: without(to, from), removed: without(from, to) };
}

function without<Entry>(entries: readonly Entry[], others: readonly Entry[]): readonly Entry[] {
  const known = new Set(others.map((entry) => policyPart(entry)));
  return entries.filter((entry) => !known.has(policyPart(entry)));
}
