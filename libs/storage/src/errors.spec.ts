import { QueryFailedError } from 'typeorm';
import { isRetryable, isUniqueViolation, withoutValues } from './errors';

const driverError = (message: string, more: object) => Object.assign(new Error(message), more);

describe('errors of a database', () => {
  it.each([
    [{ errno: 1062 }, true],
    [{ errcode: 2067 }, true],
    [{ errcode: 1555 }, true],
    [{ errno: 1452 }, false],
    [{ errcode: 787 }, false],
    [{}, false],
  ])('knows whether %j is a unique violation', (fault, expected) => {
    expect(isUniqueViolation(new QueryFailedError('', [], driverError('x', fault)))).toBe(expected);
    expect(isUniqueViolation(driverError('x', fault))).toBe(expected);
  });

  it('takes nothing else for one', () => {
    for (const other of [undefined, null, 'text', 1062, new Error('1062')])
      expect(isUniqueViolation(other)).toBe(false);
  });

  it('tries again after a deadlock, a lock timeout and a changed record, and after nothing else', () => {
    for (const errno of [1213, 1205, 1020]) expect(isRetryable({ errno })).toBe(true);
    for (const errno of [1062, 1142, 1045, 0]) expect(isRetryable({ errno })).toBe(false);
  });

  it('takes values, parameters and statements out, and leaves names and numbers §security', () => {
    const fault = driverError("Duplicate entry 'Acme's James' Ltd' for key 'customers_external'", {
      errno: 1062,
      sql: "INSERT INTO customers VALUES ('Acme's James' Ltd')",
      sqlMessage: "Duplicate entry 'Acme's James' Ltd' for key 'customers_external'",
    });
    const error = withoutValues(
      new QueryFailedError('INSERT INTO customers VALUES (?)', ["Acme's James' Ltd"], fault),
    ) as Error;
    const told =
      JSON.stringify({ ...error, inner: { ...fault } }) +
      error.message +
      (error.stack ?? '') +
      (fault.stack ?? '');
    expect(told).not.toMatch(/Acme|James|Ltd/);
    expect(told).toContain('customers_external');
    expect(told).toContain('1062');
  });

  it.each([
    [
      "Incorrect integer value: 'a' b' for column 'n' at row 1",
      "Incorrect integer value '…' for column 'n' at row 1",
    ],
    ["Truncated incorrect DOUBLE value: 'a'", "Truncated incorrect DOUBLE value '…'"],
    ["error near 'x' y' at line 1", "error near '…' at line 1"],
    ["Data too long for column 'name' at row 1", "Data too long for column 'name' at row 1"],
  ])('masks %j', (message, expected) => {
    expect((withoutValues(driverError(message, { errno: 1 })) as Error).message).toBe(expected);
  });

  it('leaves other errors as they are', () => {
    const error = new TypeError("entry 'x' for");
    expect(withoutValues(error)).toBe(error);
    expect(error.message).toBe("entry 'x' for");
  });
});
