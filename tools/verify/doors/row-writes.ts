import type { Tally } from '../access/compare';
import type { Door } from '../access/door';
import { contents } from '../access/mutations';
import type { Seeded } from '../access/seed';
import type { WholeHearth } from '../whole-hearth';
import type { SeededRows } from './seed-rows';

/** Whoever may write writes to what is another's, a system's record or a partner's customer: nothing may come of it, at any door. */
export async function checkRowWrites(
  hearth: WholeHearth,
  doors: readonly Door[],
  rows: SeededRows,
  seeded: Seeded,
  tally: Tally,
): Promise<number> {
  const { mine, partner } = seeded;
  const foreign = `(id: "${seeded.otherInstallation}")`;
  const [partnerReader] = rows.rowReaders;
  if (partnerReader === undefined) throw new Error('There is no partner to write with.');
  // A partner may speak of installations: not of those of another's customer.
  const claims = { confirmInstallation: foreign, disownInstallation: foreign };
  const writes: Readonly<Record<string, string>> = {
    ...claims,
    recordContact: `(input: { customer: "${mine}", externalKey: "TAKEN", name: "Eve", email: "eve@taken.example" })`,
    recordAgreement: `(input: { customer: "${mine}", externalKey: "TAKEN", orderNumber: "TAKEN", edition: "ENTERPRISE", startsOn: "2026-01-01", licenceKey: "PROOF-0008-TAKEN", entitlements: [] })`,
    assignCustomers: `(input: { partner: "${partner}", customers: ["${mine}"], role: SELLS, from: "2026-01-01", until: "2099-01-01" })`,
  };
  const before = await contents(hearth);
  let asked = 0;
  for (const door of doors) {
    const fields = door.schema.getMutationType()?.getFields() ?? {};
    for (const [name, input] of Object.entries(writes)) {
      if (fields[name] === undefined) continue;
      asked += 1;
      const reader = name in claims ? partnerReader : rows.otherSystem;
      const answer = await door.ask(reader, `mutation { ${name}${input} { __typename } }`, {});
      const value = (answer.data as Readonly<Record<string, unknown>> | null | undefined)?.[name];
      tally.cell({
        where: `Mutation.${name} on another's customer at the ${door.name}`,
        allowed: false,
        reachable: true,
        value,
        refused: true,
        mayBeNull: false,
      });
    }
  }
  if ((await contents(hearth)) !== before) tally.note('leaks', "a write to another's customer was made");
  return asked;
}
