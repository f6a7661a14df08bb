import * as frontDoor from './index';

describe('the front door of @hearth/policy-trace', () => {
  it('exports what is meant for others, and nothing else', () => {
    expect(Object.keys(frontDoor).sort()).toEqual([
      'ENFORCEMENT',
      'TRACE_FILE',
      'buildTrace',
      'markedTests',
      'marksIn',
      'readPolicyTrace',
      'traceFaults',
      'traceFigures',
    ]);
  });
});
