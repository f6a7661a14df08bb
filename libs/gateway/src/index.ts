// The front door of @hearth/gateway: named exports only.
export { createGateway } from './gateway';
export type { Gateway, GatewayOptions, GatewayRequest } from './gateway';
export type { RemoteSubgraph } from './graphql/subgraph-call';
export type { ErrorLog } from './graphql/mask-errors';
export { GATEWAY_LIMITS } from './domain/limits';
export type { GatewayLimits } from './domain/limits';
export { PUBLIC_ERROR_CODES } from './domain/error-codes';
export type { PublicErrorCode } from './domain/error-codes';
export type { GuardCode } from './domain/guard-document';
export { conservationFaults } from './domain/conservation';
export { RecordForkedError } from './domain/release-recorder';
export { createRememberingGuard } from './remembering-guard';
export { readSupergraph, SUPERGRAPH_FILE } from './supergraph';
