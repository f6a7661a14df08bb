import { DEFAULT_LIMITS } from '@hearth/ingestion';
import { serveSettings } from './config';

describe('the settings of hearth serve', () => {
  it('have the limits of the intake that the intake has by itself, where nothing else is said', () => {
    const { intakeLimits } = serveSettings({});
    expect(Object.keys(intakeLimits ?? {}).length).toBeGreaterThan(0);
    expect(DEFAULT_LIMITS).toMatchObject(intakeLimits ?? {});
  });

  it.each(['ADDRESS', 'LICENCE', 'INSTALLATION', 'UNKNOWN_KEY'])(
    'can change the reports a minute of %s, and switch the limit off by no value',
    (of) => {
      const name = `HEARTH_INTAKE_${of}_REPORTS_PER_MINUTE`;
      expect(Object.values(serveSettings({ [name]: '77' }).intakeLimits ?? {})).toContain(77);
      for (const value of ['0', '-1', 'off', 'Infinity'])
        expect(() => serveSettings({ [name]: value })).toThrow(name);
    },
  );
});
