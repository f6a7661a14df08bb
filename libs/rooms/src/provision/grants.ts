import { schemaName } from '../config';
import type { AccountName } from '../domain/names';
import { RIGHTS } from '../domain/rights';

/** One privilege on one table, or on some of its columns, as the server keeps it. */
export interface Grant {
  readonly schema: string;
  readonly table: string;
  readonly verb: string;
  readonly column?: string;
}

/** What the table of rights gives an account, one grant per verb (and column). */
export function wantedGrants(prefix: string, account: AccountName): Grant[] {
  return RIGHTS.filter((right) => right.account === account).flatMap((right) =>
    right.verbs.flatMap((verb) => {
      const grant = { schema: schemaName(prefix, right.room), table: right.table, verb };
      return right.columns && verb !== 'DELETE'
        ? right.columns.map((column) => ({ ...grant, column }))
        : [grant];
    }),
  );
}

export function grantKey(grant: Grant): string {
  return [grant.schema, grant.table, grant.verb, grant.column ?? '*'].join('/');
}

/** What has to be given, and what has to be taken. */
export function compareGrants(
  wanted: readonly Grant[],
  held: readonly Grant[],
): { missing: Grant[]; surplus: Grant[] } {
  const wantedKeys = new Set(wanted.map(grantKey));
  const heldKeys = new Set(held.map(grantKey));
  return {
    missing: wanted.filter((grant) => !heldKeys.has(grantKey(grant))),
    surplus: held.filter((grant) => !wantedKeys.has(grantKey(grant))),
  };
}

/** "SELECT (`id`), UPDATE" of one table, from the grants of one table. */
export function privilegeList(grants: readonly Grant[]): string {
  const whole = grants.filter((grant) => grant.column === undefined).map((grant) => grant.verb);
  const byVerb = new Map<string, string[]>();
  for (const { verb, column } of grants) {
    if (column !== undefined) byVerb.set(verb, [...(byVerb.get(verb) ?? []), column]);
  }
  const some = [...byVerb].map(
    ([verb, columns]) => `${verb} (${columns.map((column) => `\`${column}\``).join(', ')})`,
  );
  return [...whole, ...some].join(', ');
}

/** Grants by table, so that one statement serves each. */
export function byTable(grants: readonly Grant[]): { table: string; grants: Grant[] }[] {
  const tables = new Map<string, Grant[]>();
  for (const grant of grants) {
    const name = `\`${grant.schema}\`.\`${grant.table}\``;
    tables.set(name, [...(tables.get(name) ?? []), grant]);
  }
  return [...tables].map(([table, own]) => ({ table, grants: own }));
}
