import {
  placeOf,
  type MetricDeclaration,
  type MetricPlace,
  type ProductDeclaration,
} from '@hearth/catalogue';
import type { CallHomeOptions } from '@hearth/call-home';
import fc from 'fast-check';

/** Stands in every name and value that no declaration knows: found in a request, it has leaked. */
export const MARK = 'zq-undeclared';

/** What a host might return by mistake where a number is due. */
const absurd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    -1,
    0.5,
    2 ** 53,
    1e300,
    2n ** 63n - 1n,
    2n ** 63n,
    -(2n ** 70n),
    '12',
    MARK,
    null,
    undefined,
    true,
  ),
  fc.constant({ [MARK]: MARK }),
  fc.constant([MARK]),
  fc.constant(() => MARK),
  fc.constant(Symbol(MARK)),
  fc.constant({ toString: () => MARK, toJSON: () => MARK, valueOf: () => MARK }),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.nat() },
  fc.bigInt({ min: 0n }),
  absurd,
);

/** Where a text is due any text is declared, so only what is none can be told from it. */
const noText = value.filter((given) => typeof given !== 'string');

const strange = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'toJSON', ''),
  fc.nat(9).map((n) => `${MARK}-${n}`),
);

/** An object with some of the names, and with some that nobody declared. */
function recordOf(
  names: readonly string[],
  of: fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> {
  const name =
    names.length === 0 ? strange : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...names) }, strange);
  return fc.array(fc.tuple(name, of), { maxLength: 12 }).map((entries) => {
    // Defined, not assigned, so that `__proto__` is a name like any other.
    const record: Record<string, unknown> = {};
    for (const [key, held] of entries)
      Object.defineProperty(record, key, {
        value: held,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return record;
  });
}

/** A callback of the host, which now and then fails or returns no object at all. */
function callback(result: fc.Arbitrary<unknown>): fc.Arbitrary<() => unknown> {
  const failing = fc.constant(() => {
    throw new Error(MARK);
  });
  return fc.oneof(
    { weight: 30, arbitrary: result.map((given) => () => given) },
    failing,
    fc.constantFrom<unknown>(null, undefined, MARK, 7, [MARK]).map((given) => () => given),
  );
}

/** Labels of open lists that are customers' own, or lack the form: by what each list declares, none of them may leave. */
const KEPT_BACK: Readonly<Record<string, readonly string[]>> = {
  jobs: [`private-${MARK}`, `${MARK} ü`],
  'nodes-by-os': [`${MARK} ü`, ` ${MARK}`, MARK.repeat(20)],
  'nodes-by-executors': [MARK, `-1${MARK}`],
  plugins: [`privateplugin-${MARK}`, `${MARK}\n`],
};
const OPEN_LABELS = ['hudson-model-FreeStyleProject', 'Linux (amd64)', '2', ''];

/** One breakdown as a host gives it, and as it should not. */
function breakdownOf(metric: MetricDeclaration): fc.Arbitrary<unknown> {
  if (!metric.open) return recordOf(metric.labels ?? [], fc.oneof(value, recordOf([], value)));
  // An open list takes any name of its form, so what is marked in it is marked as what is kept back.
  const labels = fc.constantFrom(...OPEN_LABELS, ...(KEPT_BACK[metric.id] ?? []));
  const seconds = fc.dictionary(fc.constantFrom('1.0', `(private) ${MARK}`, `${MARK} ü`), value);
  return fc.dictionary(labels, fc.oneof(value, seconds));
}

/** What a host tells of itself when it tells too much: declared names among undeclared ones, sound values among absurd ones. */
export function readingsOf(product: ProductDeclaration): fc.Arbitrary<Partial<CallHomeOptions>> {
  const ids = (place: MetricPlace) =>
    product.metrics.filter((metric) => placeOf(metric) === place).map((metric) => metric.id);
  const everywhere = product.metrics.map((metric) => metric.id);
  const breakdowns = product.metrics.filter((metric) => placeOf(metric) === 'breakdowns');
  const sound = Object.fromEntries(breakdowns.map((metric) => [metric.id, breakdownOf(metric)]));
  const text = (given: string) => fc.oneof(fc.constant(given), noText);
  const drawn = fc.record({
    counters: callback(recordOf([...ids('counters'), ...everywhere], value)),
    gauges: callback(recordOf([...ids('gauges'), ...everywhere], value)),
    breakdowns: callback(
      fc
        .tuple(fc.record(sound, { requiredKeys: [] }), recordOf(everywhere, value))
        .map(([known, more]) => ({ ...more, ...known })),
    ),
    dimensions: callback(
      fc
        .tuple(
          fc.record(Object.fromEntries(product.dimensions.map(({ id }) => [id, text('17.0.2')]))),
          recordOf([], value),
        )
        .map(([known, more]) => ({ ...more, ...known })),
    ),
    server: callback(
      fc
        .tuple(fc.record({ cpus: noText, operatingSystem: text('Linux') }), recordOf([], value))
        .map(([known, more]) => ({ ...more, ...known })),
    ),
    contact: recordOf([], value).map((more) => ({
      ...more,
      companyName: 'Example Ltd',
      email: 'ops@example.com',
    })),
  });
  // The types forbid what a host written in plain JavaScript may do all the same.
  return drawn as fc.Arbitrary<unknown> as fc.Arbitrary<Partial<CallHomeOptions>>;
}

/** What a host tells that has everything to tell: each declared metric and property. */
export function everythingOf(product: ProductDeclaration): Partial<CallHomeOptions> {
  const at = (place: MetricPlace) => product.metrics.filter((metric) => placeOf(metric) === place);
  const numbers = (place: MetricPlace) => Object.fromEntries(at(place).map(({ id }) => [id, 1]));
  const counts = ({ labels, open }: MetricDeclaration) =>
    Object.fromEntries((labels ?? ['2']).map((label) => [label, open?.levels === 2 ? { '1.0': 1 } : 1]));
  return {
    counters: () => numbers('counters'),
    gauges: () => numbers('gauges'),
    breakdowns: () => Object.fromEntries(at('breakdowns').map((metric) => [metric.id, counts(metric)])),
    dimensions: () => Object.fromEntries(product.dimensions.map(({ id }) => [id, '17.0.2'])),
    server: () => ({ ...numbers('server'), operatingSystem: 'Linux' }),
    contact: { companyName: 'Example Ltd', email: 'ops@example.com' },
  };
}
