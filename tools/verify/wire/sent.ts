import { startCallHome, type CallHome } from '@hearth/call-home';
import type { ProductDeclaration } from '@hearth/catalogue';
import { parseReportText } from '@hearth/report';
import fc from 'fast-check';
import { closedListOf, pathsOf } from './closed-list';
import { faultsOfHead, signedBy } from './headers';
import { everythingOf, MARK, readingsOf } from './readings';
import type { Recorder } from './recorder';

/** What was seen of one product. */
export interface Seen {
  readonly requests: number;
  readonly bytes: number;
  readonly paths: ReadonlySet<string>;
}

const LICENCE_KEY = 'PROOF-0000-0000';
/** A version that each product's rules take. */
const VERSION = '11.5.0';

const bodyPathsOf = (client: CallHome): ReadonlySet<string> =>
  new Set(
    client
      .catalogue()
      .filter(({ place }) => place === 'body')
      .map(({ path }) => path),
  );

function own(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null
    ? (record as Record<string, unknown>)[name]
    : undefined;
}

/** Has a client with these readings preview and send, and throws what is wrong of the request that comes. */
async function sendOnce(
  product: ProductDeclaration,
  readings: Partial<Parameters<typeof startCallHome>[0]>,
  recorder: Recorder,
): Promise<readonly string[]> {
  const before = recorder.requests.length;
  const client = startCallHome({
    url: recorder.url,
    product: product.id,
    version: VERSION,
    edition: 'COMMUNITY',
    licenceKey: LICENCE_KEY,
    environment: {},
    ...readings,
  });
  try {
    const preview = await client.preview();
    await client.sendNow();
    const requests = recorder.requests.slice(before);
    const [request] = requests;
    // A host whose own callbacks fail has nothing to show and sends nothing.
    if (preview === undefined && requests.length === 0) return [];
    if (requests.length !== 1 || !request) throw new Error(`${requests.length} requests came of one sending`);
    if (preview === undefined || !request.body.equals(Buffer.from(preview)))
      throw new Error('what was sent is not what preview showed');
    const head = faultsOfHead(request, LICENCE_KEY);
    if (head.length > 0) throw new Error(head.join('; '));
    if (request.bytes.includes(MARK)) throw new Error('an undeclared name or value left the host');
    const text = request.body.toString('utf8');
    const body: unknown = JSON.parse(text);
    if (!signedBy(request, String(own(body, 'publicKey'))))
      throw new Error('the request is not signed as it should be');
    const paths = pathsOf(body);
    const declared = bodyPathsOf(client);
    const undeclared = paths.filter((path) => !declared.has(path));
    if (undeclared.length > 0)
      throw new Error(`not in the catalogue: ${[...new Set(undeclared)].join(', ')}`);
    const outcome = parseReportText(text, Date.now());
    if (!outcome.ok) throw new Error(`the report is refused: ${outcome.code} at ${outcome.path}`);
    if (outcome.dropped.length > 0) throw new Error(`the intake drops ${outcome.dropped.join(', ')}`);
    return paths;
  } finally {
    client.stop();
  }
}

/** Says where the client's catalogue and the declarations differ. */
export function catalogueFaults(product: ProductDeclaration): string[] {
  const client = startCallHome({
    url: 'http://127.0.0.1:1',
    product: product.id,
    version: VERSION,
    edition: 'COMMUNITY',
    licenceKey: LICENCE_KEY,
    mode: 'local',
    environment: {},
  });
  client.stop();
  const listed = bodyPathsOf(client);
  const closed = closedListOf(product);
  return [
    ...[...closed]
      .filter((path) => !listed.has(path))
      .map((path) => `${path} is declared and not in the client’s catalogue`),
    ...[...listed]
      .filter((path) => !closed.has(path))
      .map((path) => `${path} is in the client’s catalogue and not declared`),
  ];
}

/** The declared paths that a host with everything to tell does not send, so that the catalogue promises no more than there is. */
export async function unusedPaths(
  product: ProductDeclaration,
  recorder: Recorder,
  folder: string,
): Promise<string[]> {
  const paths = await sendOnce(product, { ...everythingOf(product), folder }, recorder);
  return [...closedListOf(product)].filter((path) => !paths.includes(path));
}

/** Sends the readings of so many hosts of one product that tell too much. */
export async function checkSent(
  product: ProductDeclaration,
  recorder: Recorder,
  runs: number,
  seed: number,
): Promise<Seen> {
  const before = recorder.requests.length;
  const paths = new Set<string>();
  await fc.assert(
    fc.asyncProperty(readingsOf(product), async (readings) => {
      for (const path of await sendOnce(product, readings, recorder)) paths.add(path);
    }),
    { numRuns: runs, seed, includeErrorInReport: true },
  );
  const requests = recorder.requests.slice(before);
  return {
    requests: requests.length,
    bytes: requests.reduce((sum, one) => sum + one.bytes.length, 0),
    paths,
  };
}
