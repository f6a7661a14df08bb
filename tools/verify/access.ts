// npm run verify:access
// For every field × audience × purpose, through the gateway and straight at the subgraph that owns it: is the answer what the
// policy says? One document per type that selects all its fields; compared cell by cell; a fixed tenth over HTTP. Then every
// mutation for every reader, and the ways in which a partner may ask for a customer that is not its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccessTable, type AccessTable } from '@hearth/access-plan';
import { readSupergraph } from '@hearth/gateway';
import { loadKeys } from '@hearth/keys';
import { CURRENT_POLICY } from '@hearth/policy';
import { createLogger, startHttpServer, type HttpServer } from '@hearth/service';
import { subgraphHandler, type Subgraph } from '@hearth/subgraph';
import {
  buildASTSchema,
  getNamedType,
  isObjectType,
  parse,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { follow, refusedAt, Tally, type Answer } from './access/compare';
import { allows } from './access/expected';
import { checkForeignCustomers } from './access/foreign-customers';
import { checkMutations } from './access/mutations';
import { documentFor, pathsOf, type Arguments, type TypePath } from './access/paths';
import { allReaders, type ProofReader } from './access/readers';
import { seed, type Seeded } from './access/seed';
import { PROOF_ISSUER, startWholeHearth, type WholeHearth } from './whole-hearth';

/** Where null is an answer even for a reader who may have the field: it is the last page, or nothing is there. */
const MAY_BE_NULL: ReadonlySet<string> = new Set([
  'PageInfo.endCursor',
  // Only the customer itself is a customer.
  'Query.me',
  // The public has no token that could expire.
  'Reader.expiresAt',
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

function argumentsFor(seeded: Seeded): Arguments {
  const span = `from: "${seeded.day}", to: "${seeded.day}"`;
  return {
    'Query.customer': `(id: "${seeded.mine}")`,
    'Query.customers': '(first: 1)',
    'Query.policyChanges': '(from: "2026.1", to: "2026.2")',
    'Query.releaseExposure': '(token: "tok_none")',
    'Query.statistic': `(id: "roboserver-installations-by-version", period: { month: "${seeded.month}" })`,
    'Query.intakeHealth': `(from: "${seeded.day}T00:00:00Z", to: "${seeded.day}T23:59:59Z")`,
    'Query.requests': '(first: 50)',
    'Query.approvedReferences': '(first: 1)',
    'Query.explainAccess': '(operation: "{ whoAmI { audience } }")',
    'Customer.contacts': '(first: 1)',
    'Customer.installations': '(first: 1)',
    'Customer.usage': `(metrics: ["steps-executed", "cpus"], ${span}, grain: DAY)`,
    'Installation.coverage': `(${span})`,
  };
}

/** One door: a schema with its own table of access, and a way to ask. */
interface Door {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly table: AccessTable;
  readonly entities: readonly string[];
  ask(reader: ProofReader, query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer>;
}

const bearer = (reader: ProofReader): Record<string, string> =>
  reader.token === undefined
    ? {}
    : { authorization: `Bearer ${reader.token}`, 'hearth-purpose': reader.purpose };

async function askHttp(
  url: string,
  headers: Record<string, string>,
  query: string,
  variables: unknown,
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** Every tenth question goes over HTTP, by a count that does not depend on chance. */
function tenth(): () => boolean {
  let asked = 0;
  return () => (asked += 1) % 10 === 0;
}

function gatewayDoor(hearth: WholeHearth): Door {
  const sdl = parse(readSupergraph());
  const overHttp = tenth();
  return {
    name: 'gateway',
    schema: hearth.hearth.gateway.schema,
    table: readAccessTable(sdl),
    entities: [],
    ask: async (reader, query, variables) => {
      if (overHttp()) return askHttp(`${hearth.url}/graphql`, bearer(reader), query, variables);
      const answer = await hearth.hearth.gateway.execute({
        query,
        variables,
        ...(reader.token === undefined
          ? {}
          : { authorization: `Bearer ${reader.token}`, purpose: reader.purpose }),
      });
      return answer as Answer;
    },
  };
}

async function subgraphDoor(subgraph: Subgraph, credential: Buffer): Promise<Door & { server: HttpServer }> {
  const logger = createLogger({ level: 'silent', name: 'proof' });
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    handler: subgraphHandler(subgraph, credential),
    logger,
  });
  const document = parse(subgraph.sdl);
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  const overHttp = tenth();
  const entities = Object.values(schema.getTypeMap())
    .filter(
      (type) => isObjectType(type) && type.astNode?.directives?.some((d) => d.name.value === 'key') === true,
    )
    .map((type) => type.name);
  return {
    name: `subgraph ${subgraph.name}`,
    schema,
    table: readAccessTable(document),
    entities,
    server,
    ask: async (reader, query, variables) => {
      if (overHttp()) {
        const headers = { ...bearer(reader), 'hearth-gateway-credential': credential.toString('base64url') };
        return askHttp(`${server.url}/graphql`, headers, query, variables);
      }
      const answer = await subgraph.execute({
        document: parse(query),
        variables,
        ...(reader.token === undefined
          ? {}
          : { authorization: `Bearer ${reader.token}`, purpose: reader.purpose }),
      });
      return answer as Answer;
    },
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

async function checkReader(
  door: Door,
  paths: readonly TypePath[],
  reader: ProofReader,
  seeded: Seeded,
  args: Arguments,
  tally: Tally,
): Promise<void> {
  const policy = CURRENT_POLICY;
  for (const path of paths) {
    const query = documentFor(path, door.schema, args);
    const start = path.steps[0]?.coordinate.split('.')[0] ?? path.type;
    const variables = path.entity ? { of: [representationOf(start, seeded)] } : {};
    const answer = await door.ask(reader, query, variables);
    const open = path.steps.every((step) => allows(policy, reader, door.table.fields.get(step.coordinate)));
    const parents = follow(answer.data, path);
    // A row that is not the reader's is not there: then there is no field to refuse either.
    const root = path.steps.length === 0 && !path.entity;
    const reachable = root || (open && parents.length > 0);
    const type = door.schema.getType(path.type) as GraphQLObjectType;
    const mayLeadNowhere = path.steps.some((step) => MAY_BE_NULL.has(step.coordinate));
    let missed = 0;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      const coordinate = `${path.type}.${field.name}`;
      const access = door.table.fields.get(coordinate);
      const allowed = allows(policy, reader, access);
      // Where reader and rows are made for each other, a field with a category that is allowed must be reached.
      if (open && !reachable && allowed && ((access?.categories.length ?? 0) > 0 || !path.entity))
        missed += 1;
      tally.cell({
        where: `${coordinate} at the ${door.name} (${reader.name})`,
        allowed,
        reachable,
        value: parents
          .map((parent) => parent[field.name])
          .find((value) => value !== null && value !== undefined),
        refused: refusedAt(answer, path, field.name),
        mayBeNull: MAY_BE_NULL.has(coordinate),
      });
    }
    if (
      missed > 0 &&
      !mayLeadNowhere &&
      !MAY_BE_ABSENT.has(path.type) &&
      !MAY_BE_ABSENT.has(`${path.type} ${reader.audience}`)
    )
      tally.note('wrong', `nothing on the way to ${path.type} at the ${door.name} (${reader.name})`);
  }
}

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-access-'));
  const hearth = await startWholeHearth('sqlite', home);
  const servers: HttpServer[] = [];
  try {
    const seeded = await seed(hearth);
    const args = argumentsFor(seeded);
    const keys = loadKeys(join(home, 'keys'), ['token-signing', 'gateway-credential']);
    const readers = await allReaders(keys, PROOF_ISSUER, seeded);
    const doors: Door[] = [gatewayDoor(hearth)];
    for (const subgraph of Object.values(hearth.hearth.subgraphs)) {
      const door = await subgraphDoor(subgraph, keys.get('gateway-credential'));
      servers.push(door.server);
      doors.push(door);
    }
    const tally = new Tally();
    for (const door of doors) {
      const began = Date.now();
      const paths = pathsOf(door.schema, args, { entities: door.entities, without: WAYS_NOT_TAKEN });
      const unreached = Object.values(door.schema.getTypeMap()).filter(
        (type) =>
          isObjectType(type) &&
          !type.name.startsWith('_') &&
          type.name !== 'Mutation' &&
          !paths.some((path) => path.type === type.name) &&
          usedInQueries(door.schema, type),
      );
      for (const type of unreached) tally.note('wrong', `no way to ${type.name} at the ${door.name}`);
      for (const reader of readers) await checkReader(door, paths, reader, seeded, args, tally);
      console.log(
        `${door.name}: ${paths.length} types, ${readers.length} readers, ${((Date.now() - began) / 1000).toFixed(1)} s`,
      );
    }
    await checkMutations(hearth, doors, readers, seeded, tally);
    const ways = await checkForeignCustomers(hearth, seeded, tally);
    tally.print();
    console.log(
      `${ways} ways of asking for another partner's customer, each equal in bytes to asking for none`,
    );
    console.log(`access: ${tally.cells} cells, ${tally.leaks} leaks, ${tally.wrong} otherwise wrong`);
    process.exitCode = tally.leaks + tally.wrong === 0 && tally.cells > 10_000 ? 0 : 1;
  } finally {
    for (const server of servers) await server.close();
    await hearth.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Types that mutations alone return are checked with the mutations. */
function usedInQueries(schema: GraphQLSchema, type: object): boolean {
  const mutation = schema.getMutationType();
  return !Object.values(mutation?.getFields() ?? {}).some((field) => getNamedType(field.type) === type);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
