import type { TypePath } from './paths';

/** An answer as a reader gets it. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly access?: unknown };
  }[];
}

/** An answer as text, the same whether it came over HTTP or not. */
export function textOf({ data, errors }: Answer): string {
  return JSON.stringify({ errors, data });
}

/** Every object at the end of a path, through all items of all lists; none where the way ends early. */
export function follow(data: unknown, path: TypePath): Readonly<Record<string, unknown>>[] {
  const start = path.entity ? (data as { _entities?: unknown } | null | undefined)?._entities : data;
  let values = flat([start]);
  for (const step of path.steps)
    values = flat(values.map((value) => (value as Readonly<Record<string, unknown>>)[step.field]));
  return values as Readonly<Record<string, unknown>>[];
}

function flat(values: readonly unknown[]): unknown[] {
  return values
    .flatMap((value) => (Array.isArray(value) ? flat(value) : [value]))
    .filter((value) => value !== null && value !== undefined);
}

/** Whether an error with a decision stands at a field: its path without list positions is the field's. */
export function refusedAt(answer: Answer, path: TypePath, field: string): boolean {
  const wanted = [...(path.entity ? ['_entities'] : []), ...path.steps.map((step) => step.field), field].join(
    '.',
  );
  return (answer.errors ?? []).some(
    (error) =>
      error.extensions?.access !== undefined &&
      (error.path ?? []).filter((part) => typeof part === 'string').join('.') === wanted,
  );
}

/** What a proof says at most of what it found: the first of them show where to look. */
const LINES_MAX = 120;

/** How often, by what was found wrong. */
export class Tally {
  cells = 0;
  leaks = 0;
  wrong = 0;
  private readonly leaked: string[] = [];
  private readonly seen: string[] = [];

  /** Where a single door stands against two that are off, the shape of a refusal is not looked at: only what leaves is. */
  constructor(private readonly o: { readonly shapes: boolean } = { shapes: true }) {}

  /** One cell: a field for a reader at a door. `refused` matters only where the way to the field was open. */
  cell(o: {
    where: string;
    allowed: boolean;
    reachable: boolean;
    value: unknown;
    refused: boolean;
    mayBeNull: boolean;
    /** The policy allows the field, and only its rows are not the reader's: an empty list of them is an answer. */
    byRows?: boolean;
  }): void {
    this.cells += 1;
    const empty = o.value === null || o.value === undefined;
    if (!o.allowed || !o.reachable) {
      if (!empty && !(o.byRows === true && holdsNothing(o.value))) this.note('leaks', `LEAK ${o.where}`);
      else if (empty && this.o.shapes && o.reachable && !o.refused && o.byRows !== true)
        this.note('wrong', `no refusal at ${o.where}`);
      return;
    }
    if (o.refused) this.note('wrong', `refused although allowed: ${o.where}`);
    else if (empty && !o.mayBeNull) this.note('wrong', `nothing although allowed: ${o.where}`);
  }

  note(kind: 'leaks' | 'wrong', text: string): void {
    this[kind] += 1;
    const lines = kind === 'leaks' ? this.leaked : this.seen;
    if (lines.length < LINES_MAX) lines.push(text);
  }

  /** Says what is neither a leak nor wrong, and yet to be looked at. */
  remark(text: string): void {
    if (this.seen.length < LINES_MAX) this.seen.push(text);
  }

  print(): void {
    // Leaks first: nothing else that was found is as urgent.
    for (const line of [...this.leaked, ...this.seen]) console.log(`  ${line}`);
  }
}

/** Whether a value is a list of nothing or the frame of one: no more than that there is no row for this reader. */
function holdsNothing(value: unknown): boolean {
  if (value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([key, inner]) => FRAME.test(String(inner)) && key === '__typename')
  );
}
const FRAME = /(Connection|PageInfo)$/;
