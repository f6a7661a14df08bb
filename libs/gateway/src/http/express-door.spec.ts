import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createEvidenceSource } from '@hearth/decision-evidence';
import { POLICY_VERSIONS } from '@hearth/policy';
import { subgraphHandler } from '@hearth/subgraph';
import { COMMUNICATION, COMPLIANCE, gatewayUnderTest } from '../testing/gateway-under-test';
import type { GatewayUnderTest } from '../testing/gateway-under-test';

type Body = { data?: Record<string, unknown> | null; errors?: { extensions: { code: string } }[] };

describe('the gateway over HTTP', () => {
  let test: GatewayUnderTest;
  const servers: Server[] = [];
  let address: string;

  const listen = async (handler: Parameters<typeof createServer>[1]): Promise<string> => {
    const server = createServer(handler);
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
  };
  const post = (body: unknown, headers: Record<string, string> = {}, to = address) =>
    fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
    });
  const bearer = async () => ({ authorization: `Bearer ${(await test.token(COMMUNICATION)).token}` });
  const code = async (response: Response) => ((await response.json()) as Body).errors?.[0]?.extensions.code;

  beforeAll(async () => {
    test = await gatewayUnderTest();
    address = await listen(test.gateway.handler);
  });
  afterAll(async () => {
    await test.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('answers a reader, and no cache may keep the answer', async () => {
    const response = await post({ query: '{ customer(id: "cus_1") { companyName } }' }, await bearer());
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect(await response.json()).toEqual({ data: { customer: { companyName: 'Alder & Sons' } } });
  });

  it('answers refusals alone, with status 200, where they are to reject the whole, and caches are told so', async () => {
    const query = '{ motto customer(id: "cus_1") { companyName address } }';
    const response = await post({ query }, { ...(await bearer()), 'hearth-refusals': 'reject' });
    expect(response.status).toBe(200);
    expect(response.headers.get('vary')).toContain('hearth-refusals');
    const body = (await response.json()) as Body;
    expect(body.data).toBeNull();
    expect(body.errors).toMatchObject([{ path: ['customer', 'address'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it('answers the same as without HTTP', async () => {
    const query = '{ motto customers { edges { node { companyName address } } } }';
    const headers = await bearer();
    const inside = await test.gateway.execute({ query, authorization: headers.authorization });
    expect(await (await post({ query }, headers)).json()).toEqual(inside);
  });

  it.each([
    ['a token that is none', { authorization: 'Bearer x' }, 401, 'UNAUTHENTICATED'],
    ['a mode of refusal that is none', { 'hearth-refusals': 'drop' }, 400, 'BAD_INPUT'],
    ['a purpose that the public has not', { 'hearth-purpose': 'compliance' }, 403, 'PURPOSE_NOT_IN_TOKEN'],
  ])('refuses %s before it reads what is asked', async (_name, headers, status, expected) => {
    const response = await post('not even JSON', headers);
    expect(response.status).toBe(status);
    expect(response.headers.get('www-authenticate') !== null).toBe(status === 401);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await code(response)).toBe(expected);
  });

  it.each([
    ['a body that is not JSON', '{"query": "{ motto }', 400, 'BAD_BODY'],
    [
      'a body above the limit',
      JSON.stringify({ query: `# ${'x'.repeat(1_048_576)}\n{ motto }` }),
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'several operations in one request',
      [{ query: '{ motto }' }, { query: '{ motto }' }],
      400,
      'BAD_REQUEST',
    ],
    [
      'a query known by its hash alone',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } },
      400,
      'PERSISTED_QUERIES_NOT_SERVED',
    ],
    ['a document that does not parse', { query: '{ motto' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', { query: '{ nothing }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an alias that every object inherits', { query: '{ __proto__: motto }' }, 400, 'RESERVED_NAME'],
    ['more levels than allowed', { query: `${'{ a '.repeat(30)}${'}'.repeat(30)}` }, 400, 'TOO_DEEP'],
    ['a subscription', { query: 'subscription { a }' }, 400, 'SUBSCRIPTIONS_NOT_SERVED'],
  ])('refuses %s', async (_name, body, status, expected) => {
    const response = await post(body);
    expect([response.status, await code(response)]).toEqual([status, expected]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses a small body that unpacks into a large one', async () => {
    const body = gzipSync(JSON.stringify({ query: `# ${'x'.repeat(20_000_000)}\n{ motto }` }));
    const response = await post(body, { 'content-encoding': 'gzip' });
    expect([response.status, await code(response)]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('takes a query by GET from a program, and nothing that a foreign page could have sent', async () => {
    const url = `${address}?query=${encodeURIComponent('{ motto }')}`;
    const program = await fetch(url, {
      headers: { 'apollo-require-preflight': 'yes', accept: 'application/json' },
    });
    expect(await program.json()).toEqual({ data: { motto: 'kept by construction' } });
    expect((await fetch(url, { headers: { accept: 'application/json' } })).status).toBe(400);
    expect(
      (await post('query={motto}', { 'content-type': 'application/x-www-form-urlencoded' })).status,
    ).toBe(400);
    const writes = `${address}?query=${encodeURIComponent('mutation { recordCustomer(name: "x") { id } }')}`;
    expect(
      (await fetch(writes, { headers: { 'apollo-require-preflight': 'yes', accept: '*/*' } })).status,
    ).toBe(405);
  });

  it('measures a document in the address wherever it stands there', async () => {
    const headers = { 'apollo-require-preflight': 'yes', accept: 'application/json' };
    const filler = 'a&'.repeat(1_100);
    const get = (query: string) =>
      fetch(`${address}?${filler}query=${encodeURIComponent(query)}`, { headers });
    expect(await (await get('{ motto }')).json()).toEqual({ data: { motto: 'kept by construction' } });
    expect(await code(await get('{ __proto__: motto }'))).toBe('RESERVED_NAME');
    const aliases = Array.from({ length: 101 }, (_, place) => `a${String(place)}: motto`).join(' ');
    expect(await code(await get(`{ ${aliases} }`))).toBe('TOO_MANY_ALIASES');
  });

  it('shows a browser an explorer that has everything with it, and says how to send a token', async () => {
    const response = await fetch(address, {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    const page = await response.text();
    expect(page).toContain('renderYogaGraphiQL');
    expect(page).toContain('hearth-purpose');
    // Nothing in the page is fetched from elsewhere: no script, style, frame or image has a foreign address.
    expect(page.slice(0, 2_000).match(/(src|href)="https?:/)).toBeNull();
    expect(page.match(/<(script|link|iframe|img)[^>]*(src|href)=["']?https?:/)).toBeNull();
  });

  it('lets nobody in, not even the public, where what it decides by cannot be read §security', async () => {
    const policy = createEvidenceSource({
      access: { ...test.access, read: () => Promise.reject(new Error('the server at 10.0.0.7 is gone')) },
      now: () => test.clock.now,
      versions: POLICY_VERSIONS,
    });
    const to = await listen((await test.another({ policy })).handler);
    for (const headers of [await bearer(), {}]) {
      const response = await post({ query: '{ motto }' }, headers, to);
      expect(response.status).toBe(503);
      const body = await response.text();
      expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'EVIDENCE_UNAVAILABLE' } }] });
      expect(body).not.toContain('10.0.0.7');
    }
  });

  it('tells that nothing is released where the record cannot be written', async () => {
    const broken = await test.another({
      access: { ...test.access, write: () => Promise.reject(new Error('disk full')) },
    });
    const to = await listen(broken.handler);
    const response = await post({ query: '{ customer(id: "cus_1") { companyName } }' }, await bearer(), to);
    expect(response.status).toBe(503);
    const body = await response.text();
    expect(body).toContain('RELEASE_NOT_RECORDED');
    expect(body).not.toContain('Alder');
  });

  it('asks subgraphs in processes of their own the same way, with the credential that only it has', async () => {
    const credential = Buffer.alloc(32, 7);
    const urls: Record<string, { url: string }> = {};
    for (const [name, subgraph] of Object.entries(test.graph.subgraphs)) {
      urls[name] = { url: await listen(subgraphHandler(subgraph, credential)) };
    }
    const { token } = await test.token(COMPLIANCE);
    const query = '{ customers { edges { node { companyName installations { version } } } } breaks }';
    const request = { query, authorization: `Bearer ${token}` };
    const remote = await test.another({ subgraphs: urls, gatewayCredential: credential });
    expect(JSON.stringify(await remote.execute(request))).toBe(
      JSON.stringify(await test.gateway.execute(request)),
    );
    const stranger = await test.another({ subgraphs: urls, gatewayCredential: Buffer.alloc(32, 8) });
    const refused = await stranger.execute({ query: '{ motto }' });
    expect(refused).toMatchObject({
      data: { motto: null },
      errors: [{ extensions: { code: 'INTERNAL_ERROR' } }],
    });
  });
});
