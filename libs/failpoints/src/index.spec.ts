import * as frontDoor from './index';
import { armFailpoints, failpoint, FAILPOINTS } from './index';

describe('the front door of @hearth/failpoints', () => {
  it('exports what is meant for others, and nothing else', () => {
    expect(Object.keys(frontDoor).sort()).toEqual([
      'FAILPOINTS',
      'armFailpoints',
      'failpoint',
      'failpointsArmed',
    ]);
  });
});

describe('a failpoint', () => {
  afterEach(() => armFailpoints());

  it('does nothing while nobody listens', () => {
    expect(() => failpoint('intake.begun')).not.toThrow();
  });

  it('is told by name to whoever listens, and to nobody afterwards', () => {
    const told: string[] = [];
    armFailpoints((name) => told.push(name));
    failpoint('intake.begun');
    armFailpoints();
    failpoint('intake.usage-written');
    expect(told).toEqual(['intake.begun']);
  });

  it('has a name of its process and its place, and says where it stands', () => {
    for (const [name, place] of Object.entries(FAILPOINTS)) {
      expect(name).toMatch(/^(intake|crossing|publication|roll-up)\.[a-z]+(-[a-z]+)*$/);
      expect(place).toMatch(/^\S.+[^.]$/);
    }
  });
});
