import { KEY_TABLE } from '../domain/key-table';
import { freshKeys } from './fresh-keys';

describe('fresh keys', () => {
  it('are those that were named and no other', () => {
    const ring = freshKeys(['pseudonym']);
    expect(ring.names).toEqual(['pseudonym']);
    expect(() => ring.get('cursor')).toThrow(expect.objectContaining({ code: 'KEY_NOT_HELD' }));
  });

  it('are all of the table where none is named, and new each time', () => {
    const [one, other] = [freshKeys(), freshKeys()];
    expect(one.names).toEqual(KEY_TABLE.map(({ name }) => name));
    expect(one.get('pseudonym').equals(other.get('pseudonym'))).toBe(false);
  });
});
