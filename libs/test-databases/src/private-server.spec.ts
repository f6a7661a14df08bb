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

  it('that is durable keeps what was committed when it is killed and started again', async () => {
    if (source?.kind !== 'private') throw new Error('There is none.');
    const server = await startPrivateServer({ ...source, durable: true });
    const ask = async (sql: string) => {
      const connection = await createConnection(server.url);
      try {
        return (await connection.query(sql))[0];
      } finally {
        await connection.end();
      }
    };
    try {
      await ask('CREATE DATABASE kept');
      await ask('CREATE TABLE kept.numbers (n INT PRIMARY KEY) ENGINE=InnoDB');
      await ask('INSERT INTO kept.numbers VALUES (7)');
      await server.kill();
      await expect(ask('SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await server.restart();
      expect(await ask('SELECT n FROM kept.numbers')).toEqual([{ n: 7 }]);
      expect(await ask('SELECT @@innodb_flush_log_at_trx_commit AS f, @@innodb_doublewrite AS d')).toEqual([
        { f: 1, d: expect.anything() as unknown },
      ]);
    } finally {
      await server.stop();
    }
  }, 60_000);
});
