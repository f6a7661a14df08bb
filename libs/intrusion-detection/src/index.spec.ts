import * as frontDoor from './index';

describe('the front door of @hearth/intrusion-detection', () => {
  it('exports what is meant for others, and nothing else', () => {
    // Name each export here as it comes.
    expect(Object.keys(frontDoor).sort()).toEqual([
      'DETECTORS',
      'INTRUSION_LIMITS',
      'addressGroup',
      'createIntrusionGuard',
      'createRateLimit',
      'intrusionLimits',
      'releasedRows',
    ]);
  });
});
