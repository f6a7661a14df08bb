/** A form of text, as a regular expression's source. */
export interface DeclaredForm {
  readonly pattern: string;
  readonly maxLength: number;
}

/** What a number is, and the greatest value that is accepted. */
export interface DeclaredNumber {
  readonly kind: 'counter' | 'gauge' | 'distinct-count' | 'indicator' | 'breakdown';
  readonly unit: string;
  readonly what: string;
  /** Category of the policy: it decides who reads it and how long it stays. */
  readonly category: string;
  /** Decimal text: it may be beyond what a number holds. */
  readonly max: string;
}

/** A breakdown with its labels: a closed list, or forms. */
export interface DeclaredBreakdown extends DeclaredNumber {
  readonly labels?: readonly string[];
  readonly open?: DeclaredLabels;
}

/** The forms of labels that are in no list. */
export interface DeclaredLabels extends DeclaredForm {
  readonly maxLabels: number;
  readonly second?: DeclaredForm & { readonly maxLabels: number };
  /** Labels of these forms are customers' own and are left out. */
  readonly leftOut?: { readonly label?: string; readonly second?: string };
  /** Labels without this form are left out: the server would refuse the whole report for them. */
  readonly demanded?: string;
  readonly emptyAs?: string;
}

/** A property that is no number. */
export interface DeclaredDimension {
  readonly what: string;
  readonly category: string;
  readonly maxLength: number;
}

/** One product as the client knows it. */
export interface DeclaredProduct {
  readonly name: string;
  readonly version: DeclaredForm;
  readonly counters: Readonly<Record<string, DeclaredNumber>>;
  readonly gauges: Readonly<Record<string, DeclaredNumber>>;
  readonly server: Readonly<Record<string, DeclaredNumber>>;
  readonly breakdowns: Readonly<Record<string, DeclaredBreakdown>>;
  readonly dimensions: Readonly<Record<string, DeclaredDimension>>;
}

/** A field that every report has, or a header that every request has. */
export interface DeclaredField {
  readonly place: 'body' | 'header' | 'connection';
  /** JSON pointer, or the header's name. */
  readonly path: string;
  readonly what: string;
  readonly category: string;
}

/** Who reads a category, and how long it stays. */
export interface DeclaredCategory {
  readonly what: string;
  readonly readers: readonly {
    readonly who: string;
    readonly outside: boolean;
    readonly purpose: string;
    readonly rows: string;
  }[];
  readonly kept: readonly string[];
}

/** The table that is generated from the vendor's catalogue and policy. */
export interface DeclaredTable {
  readonly catalogueVersion: string;
  readonly policyVersion: string;
  readonly fields: readonly DeclaredField[];
  readonly products: Readonly<Record<string, DeclaredProduct>>;
  readonly categories: Readonly<Record<string, DeclaredCategory>>;
}
