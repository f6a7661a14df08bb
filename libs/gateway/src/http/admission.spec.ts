import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIntrusionGuard } from '@hearth/intrusion-detection';
import type { Alert, IntrusionLimits } from '@hearth/intrusion-detection';
import { createMetrics } from '@hearth/service';
import { COMMUNICATION, gatewayUnderTest, PARTNER } from '../testing/gateway-under-test';
import type { AskAs, GatewayUnderTest } from '../testing/gateway-under-test';

const CUSTOMER = '{ customer(id: "cus_1") { companyName } }';

describe('the gateway’s door, where it turns intruders away', () => {
  let test: GatewayUnderTest;
  const servers: Server[] = [];

  beforeAll(async () => {
    test = await gatewayUnderTest();
  });
  afterAll(async () => {
    await test.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** A gateway with its own guard, behind a proxy that tells addresses. */
  async function door(limits: Partial<IntrusionLimits> = {}) {
    const alerts: Alert[] = [];
    const metrics = createMetrics({ processMetrics: false });
    const intrusion = createIntrusionGuard({
      limits,
      metrics,
      now: () => test.clock.now,
      onAlert: (alert) => alerts.push(alert),
    });
    const gateway = await test.another({ intrusion, trustedProxies: ['127.0.0.1'] });
    const server = createServer(gateway.handler);
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`;
    const post = async (query: string, headers: Record<string, string> = {}) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.7', ...headers },
        body: JSON.stringify({ query }),
      });
      const body = (await response.json()) as {
        data?: Record<string, unknown> | null;
        errors?: { message: string; extensions: { code: string } }[];
      };
      return {
        status: response.status,
        code: body.errors?.[0]?.extensions.code,
        retryAfter: response.headers.get('retry-after'),
        cache: response.headers.get('cache-control'),
        body,
      };
    };
    return { post, url, alerts, metrics };
  }
  const bearer = async (as: AskAs) => ({ authorization: `Bearer ${(await test.token(as)).token}` });

  describe('by rate', () => {
    it('answers 429 to an address that asks too often, and to nobody else §security', async () => {
      const { post, url } = await door({ addressBurst: 2, addressRequestsPerMinute: 6 });
      expect((await post('{ motto }')).status).toBe(200);
      expect((await post('{ motto }')).status).toBe(200);
      expect(await post('{ motto }')).toMatchObject({
        status: 429,
        code: 'RATE_LIMITED',
        retryAfter: '10',
        cache: 'no-store',
      });
      expect((await post('{ motto }', { 'x-forwarded-for': '192.0.2.8' })).status).toBe(200);
      const page = await fetch(url, { headers: { accept: 'text/html', 'x-forwarded-for': '192.0.2.7' } });
      expect(page.status).toBe(429);
    });

    it('holds an IPv6 network together', async () => {
      const { post } = await door({ addressBurst: 1 });
      expect((await post('{ motto }', { 'x-forwarded-for': '2001:db8::1' })).status).toBe(200);
      expect((await post('{ motto }', { 'x-forwarded-for': '2001:db8::2' })).status).toBe(429);
    });

    it('answers 429 to a reader that asks too often, from whatever addresses §security', async () => {
      const { post } = await door({ readerBurst: 1 });
      const token = await bearer(COMMUNICATION);
      expect((await post(CUSTOMER, token)).status).toBe(200);
      const other = { ...(await bearer(COMMUNICATION)), 'x-forwarded-for': '192.0.2.8' };
      expect(await post(CUSTOMER, other)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
      expect((await post('{ motto }')).status).toBe(200);
    });
  });

  describe('by lock-out', () => {
    it('looks at no token, good or bad, of an address that brought bad ones, and lets it in when the time is over §security', async () => {
      const { post, alerts } = await door({ badTokensPerMinute: 3 });
      const token = await bearer(COMMUNICATION);
      for (let each = 0; each < 3; each += 1) {
        expect(await post('{ motto }', { authorization: 'Bearer a.b.c' })).toMatchObject({
          status: 401,
          code: 'UNAUTHENTICATED',
        });
        // A good request in between takes nothing back.
        if (each < 2) expect((await post('{ motto }', token)).status).toBe(200);
      }
      const locked = { status: 429, code: 'LOCKED_OUT', retryAfter: '60' };
      expect(await post('{ motto }', token)).toMatchObject(locked);
      expect(await post('{ motto }', { authorization: 'Bearer a.b.c' })).toMatchObject(locked);
      expect((await post('{ motto }', { ...token, 'x-forwarded-for': '192.0.2.8' })).status).toBe(200);
      expect((await post('{ motto }')).status).toBe(200);
      expect(alerts.map(({ detector }) => detector)).toEqual(['lock-out']);
      expect(JSON.stringify(alerts)).not.toContain('192.0.2.7');
      test.clock.now += 60_000;
      expect((await post('{ motto }', await bearer(COMMUNICATION))).status).toBe(200);
    });

    it('does not count a wrong purpose, which says nothing of the token', async () => {
      const { post } = await door({ badTokensPerMinute: 1 });
      const wrong = { ...(await bearer(COMMUNICATION)), 'hearth-purpose': 'compliance' };
      expect((await post('{ motto }', wrong)).status).toBe(403);
      expect((await post('{ motto }', wrong)).status).toBe(403);
    });
  });

  describe('by quota', () => {
    const SWEEP = '{ customers { edges { node { companyName } } } }';

    it('releases no row over a partner’s quota, records none, and tells when the next day is §no-solicitation §affiliates', async () => {
      const { post, alerts } = await door({ rowsPerDay: { partner: 2 } as IntrusionLimits['rowsPerDay'] });
      const token = { ...(await bearer(PARTNER)), 'hearth-purpose': 'communication' };
      expect((await post(SWEEP, token)).status).toBe(200);
      expect((await post(SWEEP, token)).status).toBe(200);
      const before = (await test.records()).length;
      const over = await post(SWEEP, token);
      expect(over).toMatchObject({ status: 429, code: 'QUOTA_EXCEEDED' });
      expect(over.body.data ?? null).toBeNull();
      expect(JSON.stringify(over.body)).not.toContain('Alder');
      expect(Number(over.retryAfter)).toBeGreaterThan(40_000);
      expect((await test.records()).length).toBe(before);
      expect((await post('{ motto }', token)).status).toBe(200);
      expect(alerts).toMatchObject([
        { detector: 'quota', audience: 'partner', figures: { taken: 2, most: 2 } },
      ]);
    });

    it('is not exceeded by requests at once §no-solicitation', async () => {
      const { post } = await door({ rowsPerDay: { partner: 5 } as IntrusionLimits['rowsPerDay'] });
      const token = { ...(await bearer(PARTNER)), 'hearth-purpose': 'communication' };
      const answers = await Promise.all(Array.from({ length: 30 }, () => post(SWEEP, token)));
      expect(answers.filter(({ status }) => status === 200).length).toBe(5);
      expect(answers.filter(({ code }) => code === 'QUOTA_EXCEEDED').length).toBe(25);
    });
  });

  describe('by alert', () => {
    it('tells of ids that answer nothing, and not of refused ones §security', async () => {
      const { post, alerts, metrics } = await door({ emptyLookups: 4 });
      const token = { ...(await bearer(PARTNER)), 'hearth-purpose': 'communication' };
      await post('{ a: customer(id: "cus_2") { id } b: customer(id: "cus_x") { id } motto }', token);
      await post('{ a: customer(id: "cus_1") { id } }', token);
      for (let each = 0; each < 5; each += 1) await post(CUSTOMER);
      expect(alerts).toEqual([]);
      await post('{ a: customer(id: "cus_2") { id } b: customer(id: "cus_x") { id } }', token);
      expect(alerts).toMatchObject([
        { detector: 'enumeration', reader: 'a-test', audience: 'partner', figures: { emptyLookups: 4 } },
      ]);
      expect(JSON.stringify(alerts)).not.toContain('cus_');
      expect(await metrics.metrics()).toContain('hearth_alerts_total{detector="enumeration"} 1');
    });

    it('tells of a burst of refusals', async () => {
      const { post, alerts } = await door({ refusedAnswers: 3 });
      const token = await bearer(COMMUNICATION);
      for (let each = 0; each < 3; each += 1) await post('{ customer(id: "cus_1") { address } }', token);
      expect(alerts).toMatchObject([{ detector: 'refusals', figures: { refusedAnswers: 3 } }]);
    });
  });

  describe('by origin', () => {
    it.each([
      ['a page elsewhere', { origin: 'https://evil.example' }],
      ['a page elsewhere, as the browser says', { 'sec-fetch-site': 'cross-site' }],
      ['a page of a sister host', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1' }],
      ['nobody who says', {}],
    ])(
      'refuses what brings cookies and comes from %s, before it looks at the token §security',
      async (_title, headers) => {
        const { post } = await door();
        expect(
          await post('{ motto }', { cookie: 'a=1', authorization: 'Bearer a.b.c', ...headers }),
        ).toMatchObject({
          status: 403,
          code: 'CROSS_SITE_REFUSED',
        });
      },
    );

    it('takes it from a page of its own, and without cookies from anywhere', async () => {
      const { post, url } = await door();
      expect((await post('{ motto }', { cookie: 'a=1', origin: new URL(url).origin })).status).toBe(200);
      expect((await post('{ motto }', { cookie: 'a=1', 'sec-fetch-site': 'same-origin' })).status).toBe(200);
      expect((await post('{ motto }', { origin: 'https://evil.example' })).status).toBe(200);
    });

    it('shows the explorer to a browser that has cookies', async () => {
      const { url } = await door();
      const headers = { accept: 'text/html', cookie: 'a=1', 'sec-fetch-site': 'none' };
      expect((await fetch(url, { headers })).status).toBe(200);
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
      'refuses the content type %s, which a form can send from anywhere §security',
      async (type) => {
        const { url } = await door();
        const body = JSON.stringify({ query: '{ motto }' });
        const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
        expect(response.status).toBe(400);
        expect(await response.text()).not.toContain('kept by construction');
      },
    );
  });

  describe('by cost and time', () => {
    it('refuses an operation whose answer might hold too much, before any subgraph is asked §security', async () => {
      const gateway = await test.another({ limits: { cost: 20 } });
      const before = test.graph.asked['customer-records']?.length;
      const answer = await gateway.execute({
        query: '{ customers { edges { node { id installations { version } } } } }',
      });
      expect(answer.errors).toMatchObject([{ extensions: { code: 'TOO_COSTLY' } }]);
      expect(test.graph.asked['customer-records']?.length).toBe(before);
      expect((await gateway.execute({ query: '{ motto }' })).errors).toBeUndefined();
    });

    it('refuses more fields beside each other than allowed', async () => {
      const { post } = await door();
      const wide = `{ customer(id: "cus_1") { ${'id '.repeat(201)}} }`;
      expect(await post(wide)).toMatchObject({ status: 400, code: 'TOO_BROAD' });
    });

    it('answers 504 when its time is over, and nothing comes after §security', async () => {
      const [name, slow] = Object.entries(test.graph.subgraphs)[0] ?? [];
      if (!name || !slow) throw new Error('no subgraph');
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const subgraphs = {
        ...test.graph.subgraphs,
        [name]: {
          ...slow,
          execute: (request: Parameters<typeof slow.execute>[0]) => held.then(() => slow.execute(request)),
        },
      };
      const gateway = await test.another({ subgraphs, limits: { answerMs: 50 } });
      const server = createServer(gateway.handler);
      servers.push(server);
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const response = await fetch(
        `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/graphql`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(await bearer(COMMUNICATION)) },
          body: JSON.stringify({ query: CUSTOMER }),
        },
      );
      expect(response.status).toBe(504);
      const text = await response.text();
      release();
      expect(text).toContain('TIMED_OUT');
      expect(text).not.toContain('Alder');
    });
  });
});
