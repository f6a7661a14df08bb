import { CURRENT_POLICY } from '@hearth/policy';
import {
  getNamedType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { follow, refusedAt, type Answer, type Tally } from './compare';
import type { Door } from './door';
import { allows } from './expected';
import { documentFor, pathsOf, type Arguments, type TypePath } from './paths';
import type { ProofReader } from './readers';
import type { Seeded } from './seed';

/** Where null is an answer even for a reader who may have the field: it is the last page, or nothing is there. */
const MAY_BE_NULL: ReadonlySet<string> = new Set([
  'PageInfo.endCursor',
  // Only the customer itself is a customer.
  'Query.me',
  // The public has no token that could expire.
  'Reader.expiresAt',
  // The version that is in force has not ended.
  'PolicyPeriod.until',
  // The second version of the policy takes nothing that the first gave.
  'CategoryChange.rowsBefore',
  'CategoryChange.clauseBefore',
  'ActionChange.clauseBefore',
  // For the privacy office alone, though the category is the customer's too.
  'Query.verifyReleaseRecords',
  'Query.releaseExposure',
  'Query.exportReleaseRecords',
  'ReleaseRecord.reader',
  'ReleaseRecord.token',
  'ReleaseRecord.party',
  'ReleaseRecord.policyVersion',
  'ReleaseRecord.rows',
  'ReleaseRecord.writer',
  'ReleaseRecord.index',
  'ReleaseRecord.request',
  // Null where nothing is wrong, where nothing was read, and after the last page.
  'ChainVerification.firstFault',
  'ReleaseExposure.firstAt',
  'ReleaseExposure.lastAt',
  'ReleaseRecordExport.next',
  // Of a partner's programs those are listed that are not revoked.
  'Client.revokedAt',
  // The operation that is explained is open to everybody: nothing of it is refused.
  'FieldExplanation.clause',
  'FieldExplanation.decision',
  'FieldExplanation.code',
  'FieldExplanation.needed',
]);
/** Types that a reader may meet none of: nothing is wrong with the record, and its whole is for the privacy office alone. */
const MAY_BE_ABSENT: ReadonlySet<string> = new Set([
  'ChainFault',
  'ChainVerification customer',
  'ReleaseExposure customer',
  'ReleaseRecordExport customer',
]);
/** Breakdowns are metrics with labels: taken by them, every field of a metric has something to show. */
const WAYS_NOT_TAKEN: readonly string[] = ['Query.me', 'Product.metrics', 'Product.features'];

/** How the fields with arguments are asked, so that they answer with what was seeded. */
export function argumentsFor(seeded: Seeded): Arguments {
  const span = `from: "${seeded.day}", to: "${seeded.day}"`;
  // Observed an hour ago and received now, which just after midnight is the day after.
  const dayAfter = new Date(Date.parse(seeded.day) + 86_400_000).toISOString().slice(0, 10);
  const weeksBefore = new Date(Date.parse(seeded.day) - 21 * 86_400_000).toISOString().slice(0, 10);
  return {
    'Query.customer': `(id: "${seeded.mine}")`,
    // All of them: a door that only takes rows out of an answer finds the reader's own among the others.
    'Query.customers': '(first: 20)',
    'Query.partners': '(first: 20)',
    // A published version: a door that is off has one of its own, without refusals.
    'Query.policy': '(version: "2026.2")',
    'Query.policyChanges': '(from: "2026.1", to: "2026.2")',
    'Query.releaseExposure': '(token: "tok_none")',
    'Query.requests': '(first: 50)',
    'Query.approvedReferences': '(first: 1)',
    'Query.explainAccess': '(operation: "{ whoAmI { audience } }")',
    'Query.statistic': `(id: "roboserver-installations-by-version", period: { month: "${seeded.month}" })`,
    'Query.intakeHealth': `(from: "${seeded.day}T00:00:00Z", to: "${dayAfter}T23:59:59Z")`,
    'Query.corrections': `(from: "${weeksBefore}", to: "${seeded.day}")`,
    'Customer.contacts': '(first: 1)',
    'Customer.installations': '(first: 1)',
    'Customer.usage': `(metrics: ["steps-executed", "cpus"], ${span}, grain: DAY)`,
    'Installation.coverage': `(${span})`,
  };
}

function representationOf(type: string, seeded: Seeded): object {
  const id = {
    Customer: seeded.mine,
    Installation: seeded.installation,
    Partner: seeded.partner,
    Contact: seeded.contact,
    Agreement: seeded.agreement,
  }[type];
  if (id === undefined) throw new Error(`The proof has no ${type} to ask for: seed one.`);
  return { __typename: type, id };
}

/** What the whole matrix is asked with. */
export interface Matrix {
  readonly readers: readonly ProofReader[];
  readonly seeded: Seeded;
  readonly tally: Tally;
  /** Looks at each whole answer besides, where the proof knows more about it than its cells. */
  readonly inspect?: (reader: ProofReader, answer: Answer, where: string) => void;
}

/** Every field of every type that queries reach, for every reader, at one door; returns how many types there were. */
export async function checkMatrix(door: Door, matrix: Matrix): Promise<number> {
  const args = argumentsFor(matrix.seeded);
  const paths = pathsOf(door.schema, args, { entities: door.entities, without: WAYS_NOT_TAKEN });
  for (const type of unreached(door.schema, paths))
    matrix.tally.note('wrong', `no way to ${type} at the ${door.name}`);
  const asked = paths.map((path) => ({ path, query: documentFor(path, door.schema, args) }));
  for (const reader of matrix.readers)
    for (const { path, query } of asked) await checkPath(door, path, query, reader, matrix);
  return paths.length;
}

async function checkPath(
  door: Door,
  path: TypePath,
  query: string,
  reader: ProofReader,
  { seeded, tally, inspect }: Matrix,
): Promise<void> {
  const policy = CURRENT_POLICY;
  const start = path.steps[0]?.coordinate.split('.')[0] ?? path.type;
  const variables = path.entity ? { of: [representationOf(start, seeded)] } : {};
  const answer = await door.ask(reader, query, variables);
  inspect?.(reader, answer, `${path.type} at the ${door.name} (${reader.name})`);
  const open = path.steps.every((step) => allows(policy, reader, door.table.fields.get(step.coordinate)));
  const claim = { audience: reader.audience, purpose: reader.purpose };
  const openOnSomeRows = path.steps.every((step) =>
    allows(policy, claim, door.table.fields.get(step.coordinate)),
  );
  const parents = follow(answer.data, path);
  // A row that is not the reader's is not there: then there is no field to refuse either.
  const root = path.steps.length === 0 && !path.entity;
  const reachable = root || (open && parents.length > 0);
  const type = door.schema.getType(path.type) as GraphQLObjectType;
  const mayLeadNowhere =
    path.steps.some((step) => MAY_BE_NULL.has(step.coordinate)) ||
    MAY_BE_ABSENT.has(path.type) ||
    MAY_BE_ABSENT.has(`${path.type} ${reader.audience}`);
  let missed = 0;
  for (const field of Object.values(type.getFields())) {
    if (field.name.startsWith('_')) continue;
    const coordinate = `${path.type}.${field.name}`;
    const access = door.table.fields.get(coordinate);
    const allowed = allows(policy, reader, access);
    // Where reader and rows are made for each other, a field with a category that is allowed must be reached.
    if (open && !reachable && allowed && ((access?.categories.length ?? 0) > 0 || !path.entity)) missed += 1;
    tally.cell({
      where: `${coordinate} at the ${door.name} (${reader.name})`,
      allowed,
      reachable,
      value: parents
        .map((parent) => parent[field.name])
        .find((value) => value !== null && value !== undefined),
      refused: refusedAt(answer, path, field.name),
      mayBeNull: MAY_BE_NULL.has(coordinate),
      byRows: reader.covers !== undefined && openOnSomeRows && allows(policy, claim, access),
    });
  }
  if (missed > 0 && !mayLeadNowhere)
    tally.note('wrong', `nothing on the way to ${path.type} at the ${door.name} (${reader.name})`);
}

function unreached(schema: GraphQLSchema, paths: readonly TypePath[]): string[] {
  const mutation = schema.getMutationType();
  // Types that mutations alone return, whole or as a part, are checked with the mutations.
  const ofMutations = new Set<string>();
  const collect = (type: GraphQLNamedType): void => {
    if (!isObjectType(type) || (type !== mutation && ofMutations.has(type.name))) return;
    ofMutations.add(type.name);
    for (const field of Object.values(type.getFields())) collect(getNamedType(field.type));
  };
  if (mutation) collect(mutation);
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && type !== mutation && !type.name.startsWith('_'))
    .map(({ name }) => name)
    .filter((name) => !ofMutations.has(name) && !paths.some(({ type }) => type === name));
}
