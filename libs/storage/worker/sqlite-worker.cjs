// The thread that holds the one writing connection of a SQLite file. A commit waits for the disk; here that wait blocks
// nobody's event loop. Statements are answered one by one in the order in which they came.
'use strict';

const { parentPort, workerData } = require('node:worker_threads');
const { SqliteConnection } = require('./sqlite-connection.cjs');

// Long multi-row statements have as many shapes as row counts: to keep them would only fill the cache.
const CACHED_STATEMENTS = 200;
const CACHED_LENGTH = 4000;

const connection = new SqliteConnection(workerData.file, { timeout: workerData.busyTimeoutMs });
connection.pragma('journal_mode = WAL');
connection.pragma('synchronous = FULL');
connection.pragma('foreign_keys = ON');

const cache = new Map();
function prepared(sql) {
  const known = cache.get(sql);
  if (known) return known;
  const statement = connection.prepare(sql);
  if (sql.length <= CACHED_LENGTH) {
    cache.set(sql, statement);
    if (cache.size > CACHED_STATEMENTS) cache.delete(cache.keys().next().value);
  }
  return statement;
}

function rowsOf({ sql, parameters }) {
  const statement = prepared(sql);
  if (statement.reader) return statement.all(...parameters);
  statement.run(...parameters);
  return [];
}

function answer({ id, sql, parameters, statements }) {
  try {
    if (statements) return { id, results: statements.map(rowsOf) };
    const statement = prepared(sql);
    if (statement.reader) return { id, rows: statement.all(...parameters) };
    return { id, ...statement.run(...parameters) };
  } catch (error) {
    return {
      id,
      error: { message: error.message, code: error.code, errcode: error.errcode, errstr: error.errstr },
    };
  }
}

parentPort.on('message', (message) => {
  if (message.close) {
    cache.clear();
    // Folded into the file here, and not left to the closing: a reader whose statements wait for the garbage collector
    // counts as open, and then nobody is the last to close. Where it cannot be done, the next opening does it.
    try {
      connection.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // Another process reads: its own closing folds the log.
    }
    connection.close();
    parentPort.close();
    return;
  }
  parentPort.postMessage(answer(message));
});
parentPort.postMessage({ ready: true });
