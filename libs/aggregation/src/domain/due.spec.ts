import { PRODUCTS } from '@hearth/catalogue';
import type { DueInput } from './due';
import { dueMonths } from './due';

const base: DueInput = {
  products: PRODUCTS,
  dirty: [],
  done: [],
  subjectsRevision: 1n,
  currentMonth: 201002,
  all: false,
};
const dirty = (month: number, product: string, revision: bigint) => ({ month, product, revision });
const done = (month: number, product: string, revision: bigint, subjectsRevision = 1n) => ({
  month,
  product,
  revision,
  subjectsRevision,
});
const bases = [done(201001, '*', 0n), done(201002, '*', 0n), done(200912, '*', 0n)];

describe('the months that are due', () => {
  it.each([
    // The customer base has a table of the current month even before the first report.
    ['the current month of the customer base', {}, ['201002 *']],
    [
      'nothing that is done already',
      { dirty: [dirty(201001, 'jenkins', 3n)], done: [...bases, done(201001, 'jenkins', 3n)] },
      [],
    ],
    [
      'a month that was never done',
      { dirty: [dirty(201001, 'jenkins', 3n)], done: bases },
      ['201001 jenkins'],
    ],
    [
      'a month that changed since',
      { dirty: [dirty(201001, 'jenkins', 4n)], done: [...bases, done(201001, 'jenkins', 3n)] },
      ['201001 jenkins'],
    ],
    [
      'the customer base of every known month when it changed',
      { done: bases, subjectsRevision: 2n },
      ['201002 *', '201001 *', '200912 *'],
    ],
    [
      'no product that the catalogue does not know',
      { dirty: [dirty(201001, 'abacus', 1n)], done: bases },
      [],
    ],
    // An increase is booked on the next observed day, which may lie in a later month: with counters, later months follow.
    [
      'the later months of a product that sums counters',
      {
        dirty: [dirty(200912, 'roboserver', 2n), dirty(201001, 'roboserver', 7n)],
        done: [...bases, done(200912, 'roboserver', 1n), done(201001, 'roboserver', 7n)],
      },
      ['201001 roboserver', '200912 roboserver'],
    ],
    [
      'but not those of a product that sums none',
      {
        dirty: [dirty(200912, 'jenkins', 2n), dirty(201001, 'jenkins', 7n)],
        done: [...bases, done(200912, 'jenkins', 1n), done(201001, 'jenkins', 7n)],
      },
      ['200912 jenkins'],
    ],
    [
      'all of them under another catalogue',
      { dirty: [dirty(201001, 'jenkins', 3n)], done: [...bases, done(201001, 'jenkins', 3n)], all: true },
      ['201002 *', '201001 *', '201001 jenkins', '200912 *'],
    ],
  ])('are %s', (_, input, expected) => {
    const due = dueMonths({ ...base, ...input });
    expect(due.map(({ month, product }) => `${month} ${product}`)).toEqual(expected);
  });
});
