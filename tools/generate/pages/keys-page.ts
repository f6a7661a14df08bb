import { KEY_TABLE } from '@hearth/keys';
import { page, table } from './markdown';

/** docs/keys.md */
export function keysPage(): string {
  return page(
    'Keys',
    'libs/keys',
    'One file per key (mode 0600) in a folder (0700) beside the data, never inside it. A process is given its own files only. Where data exists and a key is missing, nothing starts.',
    table(
      ['key', 'purpose', 'algorithm', 'holders', 'file', 'rotation'],
      KEY_TABLE.map((k) => [
        `\`${k.name}\``,
        k.purpose,
        k.algorithm,
        k.holders.join(', '),
        `\`${k.file}\``,
        k.rotation,
      ]),
    ),
    'Database passwords made by `hearth provision` lie beside them, one file per account (`database-ACCOUNT.password`).',
  );
}
