import { createConnection } from 'mysql2/promise';
import { MYSQL_SKIP_NOTICE, mysqlAtHand } from './mysql-at-hand';
import { freePort, startPrivateServer } from './private-server';

const source = mysqlAtHand();
if (source?.kind !== 'private') console.warn(MYSQL_SKIP_NOTICE);
const suite = source?.kind === 'private' ? describe : describe.skip;

suite('a private server', () => {
  it('is never another that listens where it meant to, and goes on where that one ends', async () => {
    if (source?.kind !== 'private') throw new Error('There is none.');
    const taken = await freePort();
    const ports = [taken, await freePort()];
    const one = await startPrivateServer({ ...source, durable: false, pickPort: async () => taken });
    const other = await startPrivateServer({
      ...source,
      durable: false,
      pickPort: async () => ports.shift() ?? freePort(),
    });
    try {
      expect(other.url).not.toBe(one.url);
      await one.stop();
      const connection = await createConnection(other.url);
      const [rows] = await connection.query('SELECT 1 AS one');
      expect(rows).toEqual([{ one: 1 }]);
      await connection.end();
    } finally {
      await other.stop();
    }
  }, 60_000);
});
