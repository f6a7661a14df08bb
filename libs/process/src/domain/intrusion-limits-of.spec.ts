import { intrusionLimits } from '@hearth/intrusion-detection';
import { readConfig } from '@hearth/service';
import { intrusionLimitsOf } from './intrusion-limits-of';
import { INTRUSION_SETTINGS } from './settings';

const limitsFrom = (env: Record<string, string>) =>
  intrusionLimits(intrusionLimitsOf(readConfig(INTRUSION_SETTINGS, env)));

describe('the limits of a process', () => {
  it('are the usual ones where no setting says otherwise', () => {
    expect(limitsFrom({})).toEqual(intrusionLimits());
  });

  it('follow the settings, bursts with the rates', () => {
    const limits = limitsFrom({
      HEARTH_ADDRESS_REQUESTS_PER_MINUTE: '7',
      HEARTH_READER_REQUESTS_PER_MINUTE: '9',
      HEARTH_ROWS_PER_DAY_PARTNER: '11',
    });
    expect(limits).toMatchObject({ addressRequestsPerMinute: 7, addressBurst: 2, readerBurst: 3 });
    expect(limits.rowsPerDay).toMatchObject({ partner: 11, communication: 50_000, 'consented-party': 500 });
  });

  it.each(Object.values(INTRUSION_SETTINGS).map(({ name }) => name))(
    'cannot be switched off by %s',
    (name) => {
      for (const value of ['0', '-1', 'off', 'Infinity'])
        expect(() => limitsFrom({ [name]: value })).toThrow(name);
    },
  );
});
