import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATEGORIES, CLAUSES } from '@hearth/policy';
import type { ClauseId } from '@hearth/policy';
import type { Enforcement } from '../domain/trace';
import { ENFORCEMENT } from './enforcement';

const ROOT = join(__dirname, '..', '..', '..', '..');
const declared = Object.entries(ENFORCEMENT) as [ClauseId, Enforcement][];
const mechanisms = declared.flatMap(([clause, { mechanisms }]) =>
  mechanisms.map((mechanism) => [clause, mechanism.file, mechanism.symbol, mechanism.what] as const),
);
const exported = (symbol: string): RegExp =>
  new RegExp(`^export (?:async )?(?:function\\*?|const|class) ${symbol}\\b`, 'm');

describe('what enforces each clause', () => {
  it('is declared for the twenty clauses of the policy and for nothing else', () => {
    expect(declared.map(([clause]) => clause).sort()).toEqual(CLAUSES.map(({ id }) => id).sort());
  });

  it.each(mechanisms)('of %s: %s is there and exports %s', (_clause, file, symbol) => {
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(readFileSync(join(ROOT, file), 'utf8')).toMatch(exported(symbol));
  });

  it('is not found where a file exports another name', () => {
    expect('export function decideAction(').not.toMatch(exported('decide'));
    expect('function decide(').not.toMatch(exported('decide'));
  });

  it.each(declared)(
    'of %s is told in sentences, with a part and how it is kept where it is not whole',
    (_clause, enforcement) => {
      const { inPart } = enforcement;
      const sentences = [
        ...enforcement.mechanisms.map(({ what }) => what),
        ...(inPart === undefined ? [] : [inPart.part, inPart.how]),
      ];
      expect(sentences.length).toBeGreaterThan(0);
      for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
      for (const category of enforcement.about ?? [])
        expect(CATEGORIES.map(({ key }) => key)).toContain(category);
    },
  );
});
