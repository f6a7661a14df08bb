import { createMetrics, createLogger } from '@hearth/service';
import { retentionObserver } from './retention-observer';

const place = { class: 'sightings', room: 'personal', table: 'sightings' };

describe('what is told of retention', () => {
  const observed = () => {
    const metrics = createMetrics();
    const logger = createLogger({ name: 'test', level: 'silent' });
    const told = jest.spyOn(logger, 'error');
    const said = jest.spyOn(logger, 'info');
    return { metrics, told, said, observer: retentionObserver({ metrics, logger, now: () => 5_000 }) };
  };

  it('is how many rows of which class went, and when a run was last whole', async () => {
    const { metrics, told, said, observer } = observed();
    observer.removed({ ...place, rows: 3 });
    observer.removed({ ...place, rows: 4 });
    observer.ran({
      removed: [
        { ...place, rows: 7 },
        { ...place, class: 'consents', rows: 0 },
      ],
      failed: [],
      unknown: [],
    });
    const text = await metrics.metrics();
    expect(text).toContain('hearth_retention_removed_rows_total{class="sightings",table="sightings"} 7');
    expect(text).toContain('hearth_retention_last_whole_run_timestamp_seconds 5');
    expect(said.mock.calls.map(([fields]) => fields)).toEqual([
      { removed: [{ ...place, rows: 7 }], failed: 0 },
    ]);
    expect(told).not.toHaveBeenCalled();
  });

  it('is each class that could not be removed, and no run is whole then', async () => {
    const { metrics, told, observer } = observed();
    observer.failed(new Error('away'), place);
    observer.ran({ removed: [], failed: [place], unknown: ['new-class'] });
    const text = await metrics.metrics();
    expect(text).toContain('hearth_retention_failures_total{class="sightings",table="sightings"} 1');
    expect(text).toContain('hearth_retention_last_whole_run_timestamp_seconds 0');
    expect(told.mock.calls.map(([fields]) => fields)).toEqual([
      expect.objectContaining({ class: 'sightings', table: 'sightings' }),
      { classes: ['new-class'] },
    ]);
  });
});
