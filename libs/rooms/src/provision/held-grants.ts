import type { Connection } from 'mysql2/promise';
import type { Grant } from './grants';

type Row = Record<string, string>;

async function rowsOf(admin: Connection, sql: string, user: string): Promise<Row[]> {
  // Both servers write a grantee as 'user'@'host', quotes included.
  const [rows] = await admin.query(sql, [`'${user}'@'%'`]);
  return rows as Row[];
}

/** What a user holds on single tables and columns. */
export async function heldGrants(admin: Connection, user: string): Promise<Grant[]> {
  const tables = await rowsOf(
    admin,
    `SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, PRIVILEGE_TYPE AS v
       FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = ?`,
    user,
  );
  const columns = await rowsOf(
    admin,
    `SELECT TABLE_SCHEMA AS s, TABLE_NAME AS t, PRIVILEGE_TYPE AS v, COLUMN_NAME AS c
       FROM information_schema.COLUMN_PRIVILEGES WHERE GRANTEE = ?`,
    user,
  );
  return [...tables, ...columns].map(({ s = '', t = '', v = '', c }) => ({
    schema: s,
    table: t,
    verb: v,
    ...(c === undefined ? {} : { column: c }),
  }));
}

/** Takes what a user holds on whole schemas or on the server: the table of rights gives nothing that wide. */
export async function revokeWider(admin: Connection, user: string): Promise<number> {
  const schemas = await rowsOf(
    admin,
    'SELECT DISTINCT TABLE_SCHEMA AS s FROM information_schema.SCHEMA_PRIVILEGES WHERE GRANTEE = ?',
    user,
  );
  for (const { s = '' } of schemas) {
    await admin.query(`REVOKE ALL PRIVILEGES ON \`${s.replaceAll('`', '``')}\`.* FROM ?@'%'`, [user]);
  }
  const global = await rowsOf(
    admin,
    "SELECT PRIVILEGE_TYPE AS v FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = ? AND PRIVILEGE_TYPE <> 'USAGE'",
    user,
  );
  if (global.length > 0) await admin.query("REVOKE ALL PRIVILEGES ON *.* FROM ?@'%'", [user]);
  return schemas.length + global.length;
}
