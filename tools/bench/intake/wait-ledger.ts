import type { RoomDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';

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

const STATEMENT = /^\s*(\w+)[^]*?(?:FROM|INTO|UPDATE)\s+["`]?(\w+)/;

function nameOf(room: string, sql: string): string {
  const [, verb = '?', table = '?'] = STATEMENT.exec(sql.slice(0, 600)) ?? [];
  return `${room}: ${verb} ${table}`;
}

/** A room that tells the ledger of every statement and of what beginning and committing cost, while it is watched. */
export function watchedRoom(database: RoomDatabase, room: string, ledger: WaitLedger): RoomDatabase {
  const watchedManager = (m: EntityManager): EntityManager => {
    const watched = Object.create(m) as EntityManager;
    watched.query = async (sql: string, parameters?: unknown[]) => {
      const began = performance.now();
      try {
        return (await m.query(sql, parameters)) as never;
      } finally {
        ledger.add(nameOf(room, sql), performance.now() - began);
      }
    };
    return watched;
  };
  return {
    ...database,
    read: (fn) => (ledger.watching ? database.read((m) => fn(watchedManager(m))) : database.read(fn)),
    write: async (fn) => {
      if (!ledger.watching) return database.write(fn);
      const began = performance.now();
      let within = 0;
      const result = await database.write(async (m) => {
        const entered = performance.now();
        const inner = await fn(watchedManager(m));
        within = performance.now() - entered;
        return inner;
      });
      ledger.add(`${room}: begin and commit`, performance.now() - began - within);
      return result;
    },
  };
}
