import * as frontDoor from './index';

describe('the front door of @hearth/policy-trace', () => {
  it('exports what is meant for others, and nothing else', () => {
    // Name each export here as it comes.
    expect(Object.keys(frontDoor).sort()).toEqual([]);
  });
});
