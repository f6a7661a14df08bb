/**
 * How long an entry is kept: 25 months, so that a customer can compare any month of the past two years. Whole beginnings of
 * a chain may go, up to a signed head that stands before the oldest entry kept; never an entry out of the middle.
 */
export const RECORD_RETENTION_MONTHS = 25;
