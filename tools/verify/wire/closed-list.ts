import { placeOf, type ProductDeclaration } from '@hearth/catalogue';

/** The fields that every report may have, as docs/protocol.md lists them. */
const EVERY_REPORT = [
  '/schema',
  '/id',
  '/installationId',
  '/sequence',
  '/product',
  '/version',
  '/edition',
  '/reason',
  '/observedAt',
  '/countersSince',
  '/licenceKey',
  '/policyVersion',
  '/catalogueVersion',
  '/publicKey',
  '/previous',
  '/uptimeSeconds',
  '/server/operatingSystem',
  '/contact/companyName',
  '/contact/email',
];

/** Every path that a report of this product may have a value at, with `*` for a label; made from the declarations alone. */
export function closedListOf(product: ProductDeclaration): ReadonlySet<string> {
  const paths = new Set(EVERY_REPORT);
  for (const metric of product.metrics) {
    const place = placeOf(metric);
    if (place === 'derived') continue;
    const labels = place === 'breakdowns' ? '/*'.repeat(metric.open?.levels ?? 1) : '';
    paths.add(`/${place}/${metric.id}${labels}`);
  }
  for (const { id } of product.dimensions) paths.add(`/dimensions/${id}`);
  return paths;
}

/** The paths of all values in a report, labels of breakdowns written `*`. An empty object has no value. */
export function pathsOf(body: unknown, path = '', depth = 0): string[] {
  if (typeof body !== 'object' || body === null) return [path];
  return Object.entries(body).flatMap(([name, value]) => {
    const label = path.startsWith('/breakdowns/') && depth >= 2;
    return pathsOf(value, `${path}/${label ? '*' : name}`, depth + 1);
  });
}
