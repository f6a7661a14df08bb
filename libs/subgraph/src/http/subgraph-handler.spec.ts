import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { CURRENT_POLICY } from '@hearth/policy';
import { createIssuer, createVerifier } from '@hearth/tokens';
import { createSubgraph, subgraphHandler } from '../index';
import { buildRecords } from '../testing/sample-subgraphs';

describe('a subgraph on a port of its own', () => {
  const credential = randomBytes(32);
  const keys = generateKeyPairSync('ed25519');
  const settings = { issuer: 'https://hearth.test', now: Date.now, policy: CURRENT_POLICY };
  let server: Server;
  let url: string;
  beforeAll(async () => {
    const verifier = createVerifier({ ...settings, verifyingKey: keys.publicKey });
    const makeContext = () => ({
      rows: [{ id: 'cus_a', companyName: 'Acme' }],
      asked: [],
      cursorKey: randomBytes(32),
    });
    const subgraph = createSubgraph({
      built: await buildRecords(),
      verifier,
      policy: CURRENT_POLICY,
      makeContext,
    });
    server = createServer(subgraphHandler(subgraph, credential));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const query = 'query Q($id: ID!) { customer(id: $id) { companyName } }';
  const body = JSON.stringify({ query, variables: { id: 'cus_a' }, operationName: 'Q' });
  const right = {
    'content-type': 'application/json',
    'hearth-gateway-credential': credential.toString('base64url'),
  };
  async function post(o: RequestInit = {}, path = '') {
    const response = await fetch(url + path, { method: 'POST', headers: right, body, ...o });
    const answer = (await response.json()) as {
      data?: unknown;
      errors?: { message: string; extensions: { code: string } }[];
    };
    return { status: response.status, answer, code: answer.errors?.[0]?.extensions.code };
  }

  it('answers the gateway, for the reader whose token it hands on', async () => {
    const { token } = await createIssuer({ ...settings, signingKey: keys.privateKey }).issue({
      audience: 'partner',
      party: 'par_1',
      purposes: ['communication', 'compliance'],
      client: 'portal',
    });
    const headers = { ...right, authorization: `Bearer ${token}`, 'hearth-purpose': 'communication' };
    expect(await post({ headers })).toEqual({
      status: 200,
      answer: { data: { customer: { companyName: 'Acme' } } },
      code: undefined,
    });
    expect((await post({ headers: { ...headers, 'hearth-purpose': '' } })).code).toBe('PURPOSE_REQUIRED');
    expect((await post()).code).toBe('FORBIDDEN');
  });

  const without = { 'content-type': 'application/json' };
  const big = JSON.stringify({ query: `{ __typename } #${'x'.repeat(1_100_000)}` });
  it.each<[string, RequestInit, number, string]>([
    ['a reader who comes past the gateway', { headers: without }, 401, 'GATEWAY_REQUIRED'],
    [
      'a wrong credential',
      { headers: { ...without, 'hearth-gateway-credential': randomBytes(32).toString('base64url') } },
      401,
      'GATEWAY_REQUIRED',
    ],
    [
      'an empty credential',
      { headers: { ...without, 'hearth-gateway-credential': '' } },
      401,
      'GATEWAY_REQUIRED',
    ],
    ['another method', { method: 'PUT' }, 405, 'METHOD_NOT_ALLOWED'],
    [
      'another media type',
      { headers: { ...right, 'content-type': 'text/plain' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a body that is too large', { body: big }, 413, 'BODY_TOO_LARGE'],
    ['what is not JSON', { body: '{' }, 400, 'BAD_INPUT'],
    ['a list', { body: '[]' }, 400, 'BAD_INPUT'],
    ['no query', { body: '{"variables":{}}' }, 400, 'BAD_INPUT'],
    ['variables that are a list', { body: '{"query":"{a}","variables":[]}' }, 400, 'BAD_INPUT'],
    ['what is no document', { body: '{"query":"{"}' }, 400, 'GRAPHQL_PARSE_FAILED'],
    [
      'a document of too many words',
      { body: JSON.stringify({ query: `{${' a'.repeat(20_001)}}` }) },
      400,
      'GRAPHQL_PARSE_FAILED',
    ],
  ])('refuses %s', async (_what, init, status, code) => {
    expect(await post(init)).toMatchObject({ status, code });
  });

  it('has nothing at another path', async () => {
    expect(await post({}, '/x')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });
});
