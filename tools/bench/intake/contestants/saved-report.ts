import { join } from 'node:path';
import type { WireReport } from '@hearth/report';
import { openDatabase } from '@hearth/storage';
import type { EntityManager } from 'typeorm';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import type { Place } from './contestant';
import { OWN_SCHEMA } from './contestant';

/** A report as an application would map it that keeps one row for each. */
@Entity('saved_reports')
export class SavedReport {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id!: string;

  @Column({ type: 'varchar', length: 36 })
  installationId!: string;

  @Column({ type: 'varchar', length: 32 })
  product!: string;

  @Column({ type: 'varchar', length: 64 })
  version!: string;

  @Column({ type: 'varchar', length: 40 })
  observedAt!: string;

  @Column({ type: 'varchar', length: 64 })
  licenceKey!: string;

  @Column({ type: 'simple-json' })
  body!: object;
}

/** A report as its entity. */
export function savedReport(report: WireReport): SavedReport {
  const { id, installationId, product, observedAt, licenceKey, ...body } = report;
  // Real versions may be of any length; the column is as long as the catalogue allows.
  const version = report.version.slice(0, 64);
  return Object.assign(new SavedReport(), {
    id,
    installationId,
    product,
    version,
    observedAt,
    licenceKey,
    body,
  });
}

/** Saves one report, durable when the promise resolves. */
export interface Saver {
  save(report: SavedReport): Promise<void>;
  close(): Promise<void>;
}

/** On MariaDB plain TypeORM as its documentation sets it up; on SQLite the same `save` through Hearth's writing thread. */
export async function openSaver(place: Place): Promise<Saver> {
  if (place.dialect === 'mysql') {
    const url = new URL(place.adminUrl);
    url.pathname = `/${OWN_SCHEMA}`;
    const source = new DataSource({
      type: 'mysql',
      url: url.href,
      entities: [SavedReport],
      synchronize: true,
    });
    await source.initialize();
    return {
      save: async (report) => void (await source.manager.save(report)),
      close: () => source.destroy(),
    };
  }
  const database = await openDatabase({
    target: { kind: 'sqlite', file: join(place.folder, 'saved.sqlite') },
    entities: [SavedReport],
  });
  await database.write((m: EntityManager) =>
    m.query(`CREATE TABLE IF NOT EXISTS saved_reports (id varchar(36) PRIMARY KEY, installationId varchar(36), product varchar(32),
      version varchar(64), observedAt varchar(40), licenceKey varchar(64), body text)`),
  );
  return {
    save: (report) => database.write(async (m) => void (await m.save(report))),
    close: () => database.close(),
  };
}
