import { readAccessTable, type AccessTable } from '@hearth/access-plan';
import { readSupergraph, type Gateway } from '@hearth/gateway';
import { createLogger, startHttpServer, type HttpServer } from '@hearth/service';
import { subgraphHandler, type Subgraph } from '@hearth/subgraph';
import { buildASTSchema, isObjectType, parse, type GraphQLSchema } from 'graphql';
import type { Answer } from './compare';
import type { ProofReader } from './readers';

/** Where a proof asks: a schema with its own table of access, and a way to ask. */
export interface Door {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly table: AccessTable;
  readonly entities: readonly string[];
  ask(reader: AskingReader, query: string, variables: Readonly<Record<string, unknown>>): Promise<Answer>;
}
/** What of a reader a door is shown. */
export type AskingReader = Pick<ProofReader, 'token' | 'purpose'>;

const bearer = (reader: AskingReader): Record<string, string> =>
  reader.token === undefined
    ? {}
    : { authorization: `Bearer ${reader.token}`, 'hearth-purpose': reader.purpose };
const shown = (reader: AskingReader): { authorization?: string; purpose?: string } =>
  reader.token === undefined ? {} : { authorization: `Bearer ${reader.token}`, purpose: reader.purpose };

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

/** The gateway, and the address at which the same gateway listens. */
export function gatewayDoor(gateway: Gateway, url: string): Door {
  const overHttp = tenth();
  return {
    name: 'gateway',
    schema: gateway.schema,
    table: readAccessTable(parse(readSupergraph())),
    entities: [],
    ask: async (reader, query, variables) =>
      overHttp()
        ? askHttp(`${url}/graphql`, bearer(reader), query, variables)
        : ((await gateway.execute({ query, variables, ...shown(reader) })) as Answer),
  };
}

/** A subgraph past the gateway, with the gateway's credential; it has a server of its own until it is closed. */
export async function subgraphDoor(
  subgraph: Subgraph,
  credential: Buffer,
): Promise<Door & { readonly server: HttpServer }> {
  const logger = createLogger({ level: 'silent', name: 'proof' });
  const handler = subgraphHandler(subgraph, credential);
  const server = await startHttpServer({ host: '127.0.0.1', port: 0, handler, logger });
  const document = parse(subgraph.sdl);
  const schema = buildASTSchema(document, { assumeValidSDL: true });
  const overHttp = tenth();
  const keyed = (type: {
    astNode?: { directives?: readonly { name: { value: string } }[] } | null;
  }): boolean => type.astNode?.directives?.some((directive) => directive.name.value === 'key') === true;
  return {
    name: `subgraph ${subgraph.name}`,
    schema,
    table: readAccessTable(document),
    entities: Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) && keyed(type as never))
      .map(({ name }) => name),
    server,
    ask: async (reader, query, variables) => {
      if (overHttp()) {
        const headers = { ...bearer(reader), 'hearth-gateway-credential': credential.toString('base64url') };
        return askHttp(`${server.url}/graphql`, headers, query, variables);
      }
      return (await subgraph.execute({
        document: parse(query),
        variables,
        ...shown(reader),
      })) as Answer;
    },
  };
}
