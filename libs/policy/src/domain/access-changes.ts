import type { Category } from './categories';
import type { ClauseId } from './clauses';
import { audiencePurposes, decide, decideAction } from './decide';
import type { Allowed, Decision } from './decide';
import type { Claim, Policy } from './policy';
import { AUDIENCES, PURPOSES } from './vocabulary';
import type { Action, Audience, Purpose, RowScope } from './vocabulary';

/** Gained: refused before, allowed after. Lost: the other way. Changed: allowed in both, on other rows or under another clause. */
export type Change = 'gained' | 'lost' | 'changed';

/** The categories and actions that each coordinate of the graph demands, all of which must be allowed. */
export type DeclaredAccess = ReadonlyMap<
  string,
  { readonly categories: readonly Category[]; readonly actions: readonly Action[] }
>;

/** What changes of one category. Before is missing where it is gained, after where it is lost. */
export interface CategoryChange {
  readonly category: Category;
  readonly change: Change;
  readonly rowsBefore?: RowScope;
  readonly rowsAfter?: RowScope;
  readonly clauseBefore?: ClauseId;
  readonly clauseAfter?: ClauseId;
}

/** What changes of one action. */
export interface ActionChange {
  readonly action: Action;
  readonly change: Change;
  readonly clauseBefore?: ClauseId;
  readonly clauseAfter?: ClauseId;
}

/** A field, argument, input field or enum value of the graph that is gained, lost, or had on other rows. */
export interface FieldChange {
  readonly coordinate: string;
  readonly change: Change;
}

/** All that changes for one audience and purpose. */
export interface AccessChange {
  readonly audience: Audience;
  readonly purpose: Purpose;
  readonly categories: readonly CategoryChange[];
  readonly actions: readonly ActionChange[];
  readonly fields: readonly FieldChange[];
}

/** Compares two policies over the whole lattice of audience, purpose, category and action. */
export function accessChanges(from: Policy, to: Policy, fields: DeclaredAccess): readonly AccessChange[] {
  const categories = union(from.categories, to.categories, ({ key }) => key);
  const actions = union(from.actions, to.actions, (action) => action);
  return AUDIENCES.flatMap((audience) => {
    // For a purpose that neither opens to the audience, both refuse everything.
    const open = [...audiencePurposes(from, audience), ...audiencePurposes(to, audience)];
    return PURPOSES.filter((purpose) => open.includes(purpose)).map((purpose) => {
      const before = answers(from, { audience, purpose });
      const after = answers(to, { audience, purpose });
      return {
        audience,
        purpose,
        categories: categories.flatMap((key) => categoryChange(key, before.on(key), after.on(key))),
        actions: actions.flatMap((action) =>
          actionChange(action, before.onAction(action), after.onAction(action)),
        ),
        fields: fieldChanges(fields, before, after),
      };
    });
  }).filter((change) => change.categories.length + change.actions.length + change.fields.length > 0);
}

interface Answers {
  on(category: Category): Decision;
  onAction(action: Action): Decision;
}

// Fields ask for the same few words again and again: each is decided once for a claim.
function answers(policy: Policy, claim: Claim): Answers {
  const on = remembered((category: Category) => decide(policy, claim, category));
  const onAction = remembered((action: Action) => decideAction(policy, claim, action));
  return { on, onAction };
}

function remembered<Word, Answer>(ask: (word: Word) => Answer): (word: Word) => Answer {
  const known = new Map<Word, Answer>();
  return (word) => {
    const answer = known.get(word) ?? ask(word);
    known.set(word, answer);
    return answer;
  };
}

function union<Entry, Word>(
  from: readonly Entry[],
  to: readonly Entry[],
  wordOf: (entry: Entry) => Word,
): readonly Word[] {
  return [...new Set([...from, ...to].map(wordOf))];
}

function categoryChange(category: Category, before: Decision, after: Decision): readonly CategoryChange[] {
  const change = changeOf(before, after);
  if (!change) return [];
  return [
    {
      category,
      change,
      ...(before.allowed ? { rowsBefore: before.rows, clauseBefore: before.clause } : {}),
      ...(after.allowed ? { rowsAfter: after.rows, clauseAfter: after.clause } : {}),
    },
  ];
}

function actionChange(action: Action, before: Decision, after: Decision): readonly ActionChange[] {
  const change = changeOf(before, after);
  if (!change) return [];
  return [
    {
      action,
      change,
      ...(before.allowed ? { clauseBefore: before.clause } : {}),
      ...(after.allowed ? { clauseAfter: after.clause } : {}),
    },
  ];
}

function changeOf(before: Decision, after: Decision): Change | undefined {
  if (!before.allowed) return after.allowed ? 'gained' : undefined;
  if (!after.allowed) return 'lost';
  return before.rows === after.rows && before.clause === after.clause ? undefined : 'changed';
}

// A field is had where all that it demands is allowed. What demands nothing is open in every version.
function fieldChanges(fields: DeclaredAccess, before: Answers, after: Answers): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [coordinate, { categories, actions }] of fields) {
    if (categories.length + actions.length === 0) continue;
    const had = grants(before, categories, actions);
    const has = grants(after, categories, actions);
    if (had && has) {
      const moved = had.some(({ rows }, at) => rows !== has[at]?.rows);
      if (moved) changes.push({ coordinate, change: 'changed' });
    } else if (had || has) {
      changes.push({ coordinate, change: has ? 'gained' : 'lost' });
    }
  }
  return changes;
}

function grants(
  answered: Answers,
  categories: readonly Category[],
  actions: readonly Action[],
): readonly Allowed[] | undefined {
  const decisions = [
    ...categories.map((category) => answered.on(category)),
    ...actions.map((action) => answered.onAction(action)),
  ];
  return decisions.every((decision) => decision.allowed) ? decisions : undefined;
}
