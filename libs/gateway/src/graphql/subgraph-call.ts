import type { DocumentNode, ExecutionResult } from 'graphql';
import { print } from 'graphql';
import type { Subgraph } from '@hearth/subgraph';

/** One request to a subgraph, with the reader's own token, which the subgraph verifies again. */
export interface SubgraphRequest {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  readonly authorization: string | undefined;
  readonly purpose: string | undefined;
}

/** Asks one subgraph, wherever it is. */
export type SubgraphCall = (request: SubgraphRequest) => Promise<ExecutionResult>;

/** A subgraph in a process of its own, by the address of its `/graphql`. */
export interface RemoteSubgraph {
  readonly url: string;
}

// Longer than any page should take; a subgraph that hangs must not hold its readers for ever.
const TIMEOUT_MS = 30_000;

/** Asks a subgraph of the same process. */
export function callInProcess(subgraph: Subgraph): SubgraphCall {
  return (request) =>
    subgraph.execute({
      document: request.document,
      variables: request.variables,
      ...(request.operationName === undefined ? {} : { operationName: request.operationName }),
      ...(request.authorization === undefined ? {} : { authorization: request.authorization }),
      ...(request.purpose === undefined ? {} : { purpose: request.purpose }),
    });
}

/** Asks a subgraph over HTTP, showing the credential that only the gateway has. */
export function callRemote(remote: RemoteSubgraph, credential: Buffer): SubgraphCall {
  const shown = credential.toString('base64url');
  return async (request) => {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/json',
      'hearth-gateway-credential': shown,
    };
    if (request.authorization !== undefined) headers['authorization'] = request.authorization;
    if (request.purpose !== undefined) headers['hearth-purpose'] = request.purpose;
    const response = await fetch(remote.url, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        query: print(request.document),
        variables: request.variables,
        operationName: request.operationName,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`a subgraph answered with status ${String(response.status)}`);
    return (await response.json()) as ExecutionResult;
  };
}
