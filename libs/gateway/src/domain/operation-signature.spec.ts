import { parse } from 'graphql';
import { operationSignature } from './operation-signature';

const signature = (text: string, name?: string) => operationSignature(parse(text), name).toString('hex');

describe('the signature of an operation', () => {
  it.each([
    ['whom it asks about', '{ c(id: "cus_1") { n } }', '{ c(id: "cus_2") { n } }'],
    [
      'the numbers and lists in it',
      '{ c(first: 1, of: ["a"]) { n } }',
      '{ c(first: 2, of: ["b", "c"]) { n } }',
    ],
    ['spaces and commas', '{ c { n, m } }', '{c{n m}}'],
    ['fragments that it does not use', '{ c { n } }', '{ c { n } } fragment F on C { m }'],
    [
      'the order of fragments',
      '{ ...A ...B } fragment A on Q { a } fragment B on Q { b }',
      '{ ...A ...B } fragment B on Q { b } fragment A on Q { a }',
    ],
  ])('does not depend on %s', (_what, one, other) => {
    expect(signature(one)).toBe(signature(other));
  });

  it.each([
    ['the fields', '{ c { n } }', '{ c { m } }'],
    ['the response keys', '{ c { n } }', '{ c { x: n } }'],
    ['the kind of operation', 'query { c }', 'mutation { c }'],
    ['what its fragments select', '{ ...A } fragment A on Q { a }', '{ ...A } fragment A on Q { b }'],
  ])('depends on %s', (_what, one, other) => {
    expect(signature(one)).not.toBe(signature(other));
  });

  it('is that of the chosen operation', () => {
    expect(signature('query A { a } query B { b }', 'A')).toBe(signature('query A { a }', 'A'));
  });
});
