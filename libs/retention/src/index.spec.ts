import * as frontDoor from './index';

describe('the front door of @hearth/retention', () => {
  it('exports what is meant for others, and nothing else', () => {
    expect(Object.keys(frontDoor).sort()).toEqual([
      'REMOVALS',
      'REMOVED_ELSEWHERE',
      'RETENTION_LOOK_SECONDS',
      'createRetention',
      'whenDue',
    ]);
  });
});
