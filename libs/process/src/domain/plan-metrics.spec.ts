import { createMetrics } from '@hearth/service';
import { planMetrics } from './plan-metrics';

describe('the metric of plans', () => {
  it('follows what each door counts, however often it is read', async () => {
    const metrics = createMetrics();
    const gateway = { hits: 1, misses: 2 };
    planMetrics(metrics, { gateway, ingestion: undefined });
    await metrics.metrics();
    gateway.hits = 5;
    const text = await metrics.metrics();
    expect(text).toContain('hearth_access_plans_total{door="gateway",outcome="hit"} 5');
    expect(text).toContain('hearth_access_plans_total{door="gateway",outcome="miss"} 2');
    expect(text).toContain('hearth_access_plans_total{door="ingestion",outcome="hit"} 0');
  });
});
