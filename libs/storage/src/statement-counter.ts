import type { Logger } from 'typeorm';

const CONTROL = /^\s*(BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|PRAGMA)\b/i;

/** TypeORM tells its logger every statement. This one counts them and prints nothing: statements carry values. */
export class StatementCounter implements Logger {
  count = 0;

  logQuery(query: string): void {
    if (!CONTROL.test(query)) this.count += 1;
  }

  logQueryError(): void {
    // The error reaches the caller.
  }

  logQuerySlow(): void {
    // No limit is set.
  }

  logSchemaBuild(): void {
    // Nobody builds schemas outside migrations.
  }

  logMigration(): void {
    // Whoever runs migrations is told which ran.
  }

  log(): void {
    // Nothing that a log should hold.
  }
}
