import { RecordsFault } from './faults';

export function badInput(field: string, expectation: string): never {
  throw new RecordsFault('BAD_INPUT', field, expectation);
}

/** A text of several lines without outer white space: not empty, not too long, and of no control characters but line ends. */
export function prose(field: string, value: string, lengthMax: number): string {
  const trimmed = value.trim();
  if (trimmed === '') badInput(field, 'must not be empty');
  if (trimmed.length > lengthMax) badInput(field, `at most ${lengthMax} characters`);
  // Half a surrogate pair would come back from the database as another text than went in.
  if (/[\p{Cc}\p{Cs}]/u.test(trimmed.replace(/\r?\n|\t/g, ' '))) {
    badInput(field, 'no control characters and no half characters');
  }
  return trimmed;
}
