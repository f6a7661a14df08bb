import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, writeSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the state of clients lives, and the namespaces that the proof borrows from the kernel. */
export class Places {
  /** In memory where there is such a place: ten thousand writes are the proof, not the disk's patience. */
  readonly home = mkdtempSync(
    join(spawnSync('test', ['-w', '/dev/shm']).status === 0 ? '/dev/shm' : tmpdir(), 'hearth-client-'),
  );
  private readonly mounted: string[] = [];

  folder(name: string): string {
    const path = join(this.home, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  /** A disk of 64 KiB that is filled to the last byte; undefined where this process may not mount. */
  fullDisk(name: string): string | undefined {
    const path = this.disk(name);
    if (path === undefined) return undefined;
    const file = openSync(join(path, 'everything'), 'w');
    try {
      for (;;) writeSync(file, Buffer.alloc(4096));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
    return path;
  }

  /** A disk that is mounted read-only: root ignores modes, so modes would prove nothing. */
  readOnlyDisk(name: string): string | undefined {
    const path = this.disk(name);
    if (path === undefined) return undefined;
    return spawnSync('mount', ['-o', 'remount,ro', path]).status === 0 ? path : undefined;
  }

  private disk(name: string): string | undefined {
    const path = this.folder(name);
    const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]);
    if (made.status !== 0) return undefined;
    this.mounted.push(path);
    return path;
  }

  /** A command in front of a process that then asks this resolver alone; undefined where namespaces are refused. */
  resolvingAt(address: string): readonly string[] | undefined {
    const file = join(this.home, `resolv-${address}.conf`);
    writeFileSync(file, `nameserver ${address}\n`);
    const wrapper = ['unshare', '-m', 'sh', '-c', `mount --bind ${file} /etc/resolv.conf && exec "$@"`, 'sh'];
    const tried = spawnSync(wrapper[0] ?? '', [...wrapper.slice(1), 'true']);
    return tried.status === 0 ? wrapper : undefined;
  }

  close(): void {
    for (const path of this.mounted) spawnSync('umount', ['-l', path]);
    rmSync(this.home, { recursive: true, force: true });
  }
}
