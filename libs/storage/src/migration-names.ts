import type { Migration } from 'typeorm';

/** TypeORM's account of a run, as names. */
export function migrationNames(run: readonly Migration[]): string[] {
  return run.map((migration) => migration.name);
}
