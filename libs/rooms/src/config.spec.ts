import { mysqlRooms, schemaName, userName } from './index';

describe('the rooms on a server', () => {
  const rooms = mysqlRooms({
    adminUrl: 'mysql://root:top@db:3307',
    prefix: 'h',
    passwords: { intake: 'a/b@c:d%' },
  });
  const url = (account: 'intake' | 'crossing' | 'migrator') =>
    rooms.kind === 'mysql' ? rooms.url('usage', account) : '';

  it('are reached under the account, whatever its password is made of', () => {
    const reached = new URL(url('intake'));
    expect(decodeURIComponent(reached.password)).toBe('a/b@c:d%');
    expect([reached.username, reached.host, reached.pathname]).toEqual(['h_intake', 'db:3307', '/h_usage']);
    expect(url('intake')).not.toContain('top');
  });

  it('are changed by the migrator alone under the account of the server', () => {
    expect(url('migrator')).toBe('mysql://root:top@db:3307/h_usage');
  });

  it('are not reached without a password', () => {
    expect(() => url('crossing')).toThrow('No password for the account crossing');
  });

  it('have names that both servers take', () => {
    expect(schemaName('hearth', 'usage')).toBe('hearth_usage');
    expect(userName('abcdefghijk', 'retention-statistics')).toHaveLength(32);
    for (const prefix of ['', 'abcdefghijkl', 'a`b', 'A', '1a', 'a-b']) {
      expect(() => schemaName(prefix, 'usage')).toThrow(TypeError);
      expect(() => userName(prefix, 'intake')).toThrow(TypeError);
    }
  });
});
