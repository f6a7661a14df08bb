import type { RoomDatabase, Statement } from '@hearth/storage';
import type { EntityManager, QueryRunner } from 'typeorm';

type QueryAll = (statements: readonly Statement[]) => Promise<never>;

/** One thing that was waited for: how often, and how long in all. */
export interface Wait {
  readonly name: string;
  readonly times: number;
  readonly milliseconds: number;
}

/** What the writer waited for while it was watched, by statement and table. */
export class WaitLedger {
  watching = false;
  private readonly waits = new Map<string, { times: number; milliseconds: number }>();

  clear(): void {
    this.waits.clear();
    this.watching = true;
  }

  add(name: string, milliseconds: number, times = 1): void {
    const wait = this.waits.get(name) ?? { times: 0, milliseconds: 0 };
    wait.times += times;
    wait.milliseconds += milliseconds;
    this.waits.set(name, wait);
  }

  addGroup(reports: number, milliseconds: number): void {
    if (!this.watching) return;
    this.add('groups', milliseconds);
    this.add('reports in groups', 0, reports);
  }

  entries(): Wait[] {
    return [...this.waits].map(([name, wait]) => ({ name, ...wait }));
  }
}

const STATEMENT = /\b(SELECT)\b[^;]*?\bFROM\s+["`]?(\w+)|\b(INSERT) INTO\s+["`]?(\w+)|^(UPDATE)\s+["`]?(\w+)/;

/** What statements do, each kind once: `INSERT reports, SELECT facts`. A script is cut at the ends of its lines. */
function namesOf(statements: readonly Statement[]): string {
  const names = statements
    .flatMap(({ sql }) => sql.split(';\n'))
    .map((sql) => (STATEMENT.exec(sql.slice(0, 600)) ?? []).slice(1).filter(Boolean).join(' '));
  return [...new Set(names)].join(', ');
}

/** Told of statements that go to the database together, and runs them. */
type Observer = (statements: readonly Statement[], run: () => Promise<never>) => Promise<never>;

/** A room whose every message to the database goes by an observer. */
export function observedRoom(database: RoomDatabase, observe: Observer): RoomDatabase {
  const observed = (m: EntityManager): EntityManager => {
    const own = Object.create(m) as EntityManager;
    own.query = (sql: string, parameters: unknown[] = []) =>
      observe([{ sql, parameters }], () => m.query(sql, parameters) as Promise<never>);
    const runner = m.queryRunner as (QueryRunner & { queryAll?: QueryAll }) | undefined;
    if (runner?.queryAll) {
      const queryAll = runner.queryAll.bind(runner);
      runner.queryAll = (statements) => observe(statements, () => queryAll(statements));
    }
    return own;
  };
  return {
    ...database,
    read: (fn) => database.read((m) => fn(observed(m))),
    write: (fn) => database.write((m) => fn(observed(m))),
  };
}

/** A room that tells the ledger of every message to it and of what beginning and committing cost, while it is watched. */
export function watchedRoom(database: RoomDatabase, room: string, ledger: WaitLedger): RoomDatabase {
  const timed = observedRoom(database, async (statements, run) => {
    const began = performance.now();
    try {
      return await run();
    } finally {
      ledger.add(`${room}: ${namesOf(statements)}`, performance.now() - began);
    }
  });
  return {
    ...database,
    read: (fn) => (ledger.watching ? timed.read(fn) : database.read(fn)),
    write: async (fn) => {
      if (!ledger.watching) return database.write(fn);
      const began = performance.now();
      let within = 0;
      const result = await timed.write(async (m) => {
        const entered = performance.now();
        const inner = await fn(m);
        within = performance.now() - entered;
        return inner;
      });
      ledger.add(`${room}: begin and commit`, performance.now() - began - within);
      return result;
    },
  };
}
