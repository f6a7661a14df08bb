import type { ConfigSpec, Setting } from './setting';

/** The environment, as `process.env` has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

type ValueOf<S extends Setting> = S extends { readonly type: 'integer' }
  ? number
  : S extends { readonly type: 'boolean' }
    ? boolean
    : S extends { readonly type: 'list' }
      ? readonly string[]
      : S extends { readonly type: 'choice'; readonly choices: readonly (infer C)[] }
        ? C
        : string;

/** The typed values of a spec; undefined is possible only where nothing is required and there is no default. */
export type ConfigOf<S extends ConfigSpec> = {
  readonly [K in keyof S]: S[K] extends { readonly default: unknown } | { readonly required: true }
    ? ValueOf<S[K]>
    : ValueOf<S[K]> | undefined;
};

/** Every fault of a configuration at once. Each names the variable and what it takes, never the value it has. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'BAD_CONFIG';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

const INTEGER = /^-?(0|[1-9][0-9]*)$/;

/** A value of the setting's type, or what is wrong in the words that follow the variable's name. */
function readValue(setting: Setting, text: string): { value: unknown } | { fault: string } {
  switch (setting.type) {
    case 'text':
      return { value: text };
    case 'url':
      return URL.canParse(text) ? { value: text } : { fault: 'takes a URL' };
    case 'boolean': {
      const value = BOOLEANS.get(text.toLowerCase());
      return value === undefined ? { fault: 'takes true or false' } : { value };
    }
    case 'choice':
      return setting.choices.includes(text)
        ? { value: text }
        : { fault: `takes one of ${setting.choices.join(', ')}` };
    case 'list':
      return {
        value: text
          .split(',')
          .map((entry) => entry.trim())
          .filter((entry) => entry !== ''),
      };
    case 'integer': {
      const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = setting;
      const value = INTEGER.test(text) ? Number(text) : Number.NaN;
      if (value >= min && value <= max) return { value };
      const least = setting.min === undefined ? '' : `, ${min} at least`;
      const most = setting.max === undefined ? '' : `, ${max} at most`;
      return { fault: `takes a whole number${least}${most}` };
    }
  }
}

/**
 * Reads the declared settings. An empty variable counts as absent. Throws ConfigError with all faults at once; a variable
 * that begins like the declared ones and is not declared is a fault too, as it is most often a misspelling.
 */
export function readConfig<const S extends ConfigSpec>(
  spec: S,
  env: Environment,
  o: { readonly prefix?: string } = {},
): ConfigOf<S> {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(spec)) {
    const text = env[setting.name]?.trim() ?? '';
    if (text === '') {
      if (setting.required === true && setting.default === undefined)
        faults.push(`${setting.name} is required`);
      values[key] = setting.default;
      continue;
    }
    const read = readValue(setting, text);
    if ('fault' in read) faults.push(`${setting.name} ${read.fault}`);
    else values[key] = read.value;
  }
  const { prefix } = o;
  if (prefix !== undefined) {
    const known = new Set(Object.values(spec).map((setting) => setting.name));
    for (const name of Object.keys(env)) {
      if (name.startsWith(prefix) && !known.has(name)) faults.push(`${name} is not a setting`);
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
  return values as ConfigOf<S>;
}
