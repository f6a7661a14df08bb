import type { IntrusionLimits } from '@hearth/intrusion-detection';
import { createRememberingGuard } from '../remembering-guard';
import { gatewayUnderTest, PARTNER } from '../testing/gateway-under-test';
import type { GatewayUnderTest } from '../testing/gateway-under-test';
import { readReaderDays } from './reader-past';

describe('the past of readers, out of the record of releases', () => {
  let test: GatewayUnderTest;
  beforeAll(async () => {
    test = await gatewayUnderTest();
  });
  afterAll(() => test.close());

  const QUERY = '{ customer(id: "cus_1") { companyName } }';
  const purpose = 'communication';

  it('is nothing where nothing was released, or nothing since', async () => {
    expect(await readReaderDays(test.access, 0)).toEqual([]);
    await test.ask(PARTNER, QUERY, { purpose });
    expect(await readReaderDays(test.access, test.clock.now + 1)).toEqual([]);
  });

  it('is a day with its rows and hours for each reader', async () => {
    test.clock.now += 3_600_000;
    await test.ask(PARTNER, QUERY, { purpose });
    expect(await readReaderDays(test.access, 0)).toEqual([
      { audience: 'partner', client: 'a-test', party: 'par_1', day: '2026-05-01', rows: 2, hours: [12, 13] },
    ]);
  });

  it('counts against the day’s quota at a gateway that starts anew §security', async () => {
    const intrusion = await createRememberingGuard({
      access: test.access,
      limits: { rowsPerDay: { partner: 3 } as IntrusionLimits['rowsPerDay'] },
      now: () => test.clock.now,
      onAlert: () => undefined,
    });
    const restarted = await test.another({ intrusion, writer: 'restarted' });
    const { token } = await test.token(PARTNER);
    const ask = () => restarted.execute({ query: QUERY, purpose, authorization: `Bearer ${token}` });
    expect((await ask()).data).toMatchObject({ customer: { companyName: 'Alder & Sons' } });
    const over = await ask();
    expect(over.data ?? null).toBeNull();
    expect(over.errors?.[0]?.extensions?.['code']).toBe('QUOTA_EXCEEDED');
  });
});
