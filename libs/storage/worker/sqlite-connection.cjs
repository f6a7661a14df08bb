// One connection to one SQLite file, in the shape that TypeORM's better-sqlite3 driver calls. It stands on Node's own
// SQLite (22.13 and newer) or on @photostructure/sqlite, which has the same API. Plain JavaScript, because the writing
// worker and the reading main thread both load it, from the sources as from the build.
'use strict';

function databaseConstructor() {
  for (const name of ['node:sqlite', '@photostructure/sqlite']) {
    try {
      return require(name).DatabaseSync;
    } catch {
      // Not in this Node, or not installed: the next one may be.
    }
  }
  throw new Error(
    'No SQLite at hand: use Node 22.13 or newer, or install the optional package @photostructure/sqlite.',
  );
}

const NO_BYTES = new Uint8Array(new ArrayBuffer(8), 0, 0);

// Whole numbers are bound as integers. Left to itself the driver binds every number as a float, and a float in a text
// column would read "5.0".
function toSql(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  // Bytes of no length that came through a message have no address, and Node's own driver takes no address for null.
  if (value instanceof Uint8Array && value.byteLength === 0) return NO_BYTES;
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', '');
  return value;
}

// What the MySQL driver gives too: a number where it is exact, else the decimal digits.
function fromSql(value) {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return value;
}

class SqliteConnection {
  constructor(file, options = {}) {
    const Database = databaseConstructor();
    this.database = new Database(file, {
      timeout: options.timeout ?? 5000,
      readOnly: options.readonly === true,
    });
  }

  pragma(text) {
    return this.prepare(`PRAGMA ${text}`).all();
  }

  exec(sql) {
    this.database.exec(sql);
  }

  prepare(sql) {
    const statement = this.database.prepare(sql);
    statement.setReadBigInts(true);
    return {
      reader: statement.columns().length > 0,
      all: (...parameters) =>
        statement.all(...parameters.map(toSql)).map((row) => {
          const out = {};
          for (const key in row) out[key] = fromSql(row[key]);
          return out;
        }),
      run: (...parameters) => {
        const done = statement.run(...parameters.map(toSql));
        return { changes: Number(done.changes), lastInsertRowid: fromSql(done.lastInsertRowid) };
      },
    };
  }

  close() {
    this.database.close();
  }
}

module.exports = { SqliteConnection };
