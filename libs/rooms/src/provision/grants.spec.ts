import fc from 'fast-check';
import { ACCOUNTS, MIGRATIONS_TABLE } from '../index';
import { byTable, compareGrants, grantKey, privilegeList, wantedGrants } from './grants';
import type { Grant } from './grants';

describe('grants', () => {
  const grant = fc.record({
    schema: fc.constantFrom('s', 'u'),
    table: fc.constantFrom('a', 'b'),
    verb: fc.constantFrom('SELECT', 'INSERT', 'DELETE'),
  });
  const keys = (grants: readonly Grant[]) => grants.map(grantKey).sort();

  it('become what is wanted when what is missing is given and what is surplus is taken', () => {
    fc.assert(
      fc.property(fc.array(grant), fc.array(grant), (wanted, held) => {
        const { missing, surplus } = compareGrants(wanted, held);
        const taken = new Set(keys(surplus));
        const after = new Set([...keys(held).filter((key) => !taken.has(key)), ...keys(missing)]);
        expect(after).toEqual(new Set(keys(wanted)));
      }),
    );
  });

  it('keep a column apart from its table', () => {
    const whole = { schema: 's', table: 'a', verb: 'SELECT' };
    const { missing, surplus } = compareGrants([{ ...whole, column: 'id' }], [whole]);
    expect(missing).toEqual([{ ...whole, column: 'id' }]);
    expect(surplus).toEqual([whole]);
  });

  it('are written as the server reads them', () => {
    const table = { schema: 's', table: 'a' };
    const grants = [
      { ...table, verb: 'INSERT' },
      { ...table, verb: 'SELECT', column: 'id' },
      { ...table, verb: 'SELECT', column: 'name' },
    ];
    expect(byTable(grants).map((one) => [one.table, privilegeList(one.grants)])).toEqual([
      ['`s`.`a`', 'INSERT, SELECT (`id`, `name`)'],
    ]);
  });

  it('never name the table of migrations, nor a verb that changes tables', () => {
    for (const account of ACCOUNTS) {
      for (const { table, verb } of wantedGrants('hearth', account)) {
        expect(table).not.toBe(MIGRATIONS_TABLE);
        expect(['SELECT', 'INSERT', 'UPDATE', 'DELETE']).toContain(verb);
      }
    }
  });
});
