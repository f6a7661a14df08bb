/** SQLite's result codes that a value causes: too big, constraint, mismatch, range. The rest is the file or the machine. */
const SQLITE_DATA = new Set([18, 19, 20, 25]);

/** MySQL's numbers that a value causes and whose SQLSTATE does not say so on every version. */
const MYSQL_DATA = new Set([1048, 1264, 1292, 1364, 1366, 1406, 3819, 4025]);

/** SQLSTATE classes "data exception" and "integrity constraint violation". */
const DATA_CLASSES = ['22', '23'];

/**
 * Whether an error comes from what was to be written, so that a smaller group without the offender will pass. Anything
 * else (a lost connection, a full disk, a missing table) would hit every group alike.
 */
export function isDataError(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return true;
  const fault = ((error as { driverError?: unknown } | null)?.driverError ?? error ?? {}) as {
    errno?: number;
    errcode?: number;
    sqlState?: string;
  };
  if (fault.errcode !== undefined) return SQLITE_DATA.has(fault.errcode & 0xff);
  return MYSQL_DATA.has(fault.errno ?? 0) || DATA_CLASSES.includes(fault.sqlState?.slice(0, 2) ?? '');
}
