// The front door of @hearth/partner-access: named exports only.
import 'reflect-metadata';
export { createPartnerAccessSubgraph } from './partner-access-subgraph';
export type { PartnerAccessOptions } from './partner-access-subgraph';
export type { FindPolicyVersion } from './domain/policy-version';
export { buildPartnerAccessSchema } from './graphql/schema';
export { publishOrders } from './storage/publish-orders';
export { recordLines } from './storage/record-lines';
export { exposureOf } from './storage/exposure';
export type { Exposure } from './domain/release-log';
export { publishScopes } from './storage/publish-scopes';
export type { PublishScopesOptions, ScopePublication } from './storage/publish-scopes';
