/** One declared setting. Its `name` is the environment variable. */
export type Setting = {
  readonly name: string;
  /** A sentence or two for docs/configuration.md; it names the unit. */
  readonly description: string;
  readonly required?: boolean;
  /** Its value is never shown, here as a default or in a fault. */
  readonly secret?: boolean;
} & (
  | { readonly type: 'text'; readonly default?: string }
  | { readonly type: 'url'; readonly default?: string }
  | { readonly type: 'integer'; readonly default?: number; readonly min?: number; readonly max?: number }
  | { readonly type: 'boolean'; readonly default?: boolean }
  | { readonly type: 'choice'; readonly choices: readonly string[]; readonly default?: string }
  | { readonly type: 'list'; readonly default?: readonly string[] }
);

/** The settings of a process by the name that its code uses. */
export type ConfigSpec = Readonly<Record<string, Setting>>;
