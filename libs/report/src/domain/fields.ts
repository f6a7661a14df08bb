/** The fields of a report: a closed list. */
export const FIELDS = new Set<string>([
  'schema',
  'id',
  'installationId',
  'sequence',
  'product',
  'version',
  'edition',
  'reason',
  'observedAt',
  'countersSince',
  'counters',
  'gauges',
  'breakdowns',
  'dimensions',
  'server',
  'contact',
  'licenceKey',
  'policyVersion',
  'catalogueVersion',
  'publicKey',
  'previous',
  'uptimeSeconds',
]);
/** Those of its server part. */
export const SERVER_FIELDS = new Set<string>(['cpus', 'operatingSystem']);
/** Those of its contact part. */
export const CONTACT_FIELDS = new Set<string>(['companyName', 'email']);
