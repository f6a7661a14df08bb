import type { LabelForm } from '@hearth/catalogue';
import type { BreakdownReader, ProductReader } from './product-reader';
import { productReader } from './product-reader';
import { CONTACT_FIELDS, FIELDS, SERVER_FIELDS } from './fields';
import type { JsonRecord } from './values';
import { isRecord, own } from './values';

/** The longest text of a declared field that is kept. */
const TEXT_MAX = 254;
/** The longest decimal text of a number, in characters: a little more than the greatest that is taken. */
const DECIMAL_MAX = 40;
const DECIMAL = /^-?\d+$/;

/** Fields that are objects of their own, and are picked by what is declared in them. */
const SECTIONS = new Set(['counters', 'gauges', 'breakdowns', 'dimensions', 'server', 'contact']);

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' ||
  (typeof value === 'string' && value.length <= DECIMAL_MAX && DECIMAL.test(value));
const isScalar = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.length <= TEXT_MAX);

type Part = Record<string, unknown>;

function picked(
  value: unknown,
  isDeclared: (name: string) => boolean,
  keep: (value: unknown, name: string) => unknown,
): Part {
  const part: Part = Object.create(null);
  if (!isRecord(value)) return part;
  for (const name of Object.keys(value)) {
    const kept = isDeclared(name) ? keep(value[name], name) : undefined;
    if (kept !== undefined) part[name] = kept;
  }
  return part;
}

const numberOnly = (value: unknown): unknown => (isNumber(value) ? value : undefined);
const scalarOnly = (value: unknown): unknown => (isScalar(value) ? value : undefined);

function breakdownPart(value: unknown, { metric, labels }: BreakdownReader): Part {
  const { open } = metric;
  if (open === undefined) return picked(value, (label) => labels?.has(label) ?? false, numberOnly);
  // Names that customers gave themselves are left out by the parser as well.
  const isKept = (form: LabelForm, leftOut: RegExp | undefined) => (label: string) =>
    label.length <= form.maxLength &&
    form.pattern.test(label === '' ? (open.emptyAs ?? '') : label) &&
    !leftOut?.test(label);
  return picked(
    value,
    isKept(open, open.leftOut?.label),
    open.levels === 1
      ? numberOnly
      : (inner) => picked(inner, isKept(open.second ?? open, open.leftOut?.second), numberOnly),
  );
}

function sectionPart(name: string, value: unknown, reader: ProductReader): Part {
  switch (name) {
    case 'counters':
    case 'gauges':
      return picked(value, (id) => reader[name].has(id), numberOnly);
    case 'breakdowns':
      return picked(
        value,
        (id) => reader.breakdowns.has(id),
        (inner, id) => breakdownPart(inner, reader.breakdowns.get(id) as BreakdownReader),
      );
    case 'dimensions':
      return picked(value, (id) => reader.dimensions.has(id), scalarOnly);
    case 'server':
      return picked(value, (id) => SERVER_FIELDS.has(id), scalarOnly);
    default:
      return picked(value, (id) => CONTACT_FIELDS.has(id), scalarOnly);
  }
}

/**
 * Of a report that was refused, what may be kept for a later try: declared names with values of their kind, and nothing else
 * (clause `minimise`). Whoever keeps it asks the parser first whether it refuses the part for the same reason as the whole.
 *
 * @returns undefined where the product is not declared, so that nothing in the report is.
 */
export function declaredPartOf(body: unknown): JsonRecord | undefined {
  if (!isRecord(body)) return undefined;
  const product = own(body, 'product');
  const reader = typeof product === 'string' ? productReader(product) : undefined;
  if (reader === undefined) return undefined;
  return picked(
    body,
    (name) => FIELDS.has(name),
    (value, name) => (SECTIONS.has(name) ? sectionPart(name, value, reader) : scalarOnly(value)),
  );
}
