import { setTimeout as sleep } from 'node:timers/promises';
import type { TestMysql } from '@hearth/test-databases';
import type { ServedHome } from './served-home';

/** How often the process is ended in the corpus, and the server under it. */
export const KILLS = { process: 50, server: 10 };

/** A kill comes up to so many milliseconds after its report was acknowledged: anywhere in the groups that follow. */
const JITTER_MS = 60;
/** The server stays away for at least so long, and up to twice as long. */
const AWAY_MS = 250;
/** No kill falls so late that nothing is left to send. */
const LAST_SHARE = 0.98;

interface Kill {
  /** Reports that are acknowledged before it. */
  readonly after: number;
  readonly what: 'process' | 'server';
  readonly laterMs: number;
}

function drawnKills(total: number, serverToo: boolean, random: () => number): Kill[] {
  const draw = (what: Kill['what'], count: number) =>
    Array.from({ length: count }, (): Kill => ({
      after: Math.floor(random() * total * LAST_SHARE),
      what,
      laterMs: Math.floor(random() * JITTER_MS),
    }));
  const kills = [...draw('process', KILLS.process), ...(serverToo ? draw('server', KILLS.server) : [])];
  return kills.sort((a, b) => a.after - b.after);
}

/** Ends the process, and a server of the proof's own, at places that are drawn by how many reports were acknowledged. */
export class Killer {
  /** What was ended so far. */
  readonly ended = { process: 0, server: 0 };
  /** How often a report that came while the server was away was answered with 503 and a time to come back. */
  toldToWait = 0;
  private readonly kills: Kill[];
  private acknowledged = 0;
  private busy = false;
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly o: {
      readonly home: ServedHome;
      readonly server: TestMysql | undefined;
      /** How many reports there are to be acknowledged. */
      readonly total: number;
      /** A report to knock with. */
      readonly probe: string;
      readonly random: () => number;
    },
  ) {
    this.kills = drawnKills(o.total, o.server?.own !== undefined, o.random);
  }

  /** The places, for who wants to run them again. */
  plan(): string {
    return this.kills.map(({ after, what }) => (what === 'server' ? `${after} (server)` : after)).join(', ');
  }

  /** To be told after each answered request; does not wait for what it ends. */
  tell(acknowledged: number): void {
    this.acknowledged = acknowledged;
    if (this.busy) return;
    this.busy = true;
    this.last = this.endDue().finally(() => (this.busy = false));
    // Whoever waits for the end is told.
    this.last.catch(() => undefined);
  }

  /** Resolves when nothing is being ended any more; rejects where something could not be. */
  settled(): Promise<void> {
    return this.last;
  }

  private async endDue(): Promise<void> {
    for (let next = this.kills[0]; next && next.after <= this.acknowledged; next = this.kills[0]) {
      this.kills.shift();
      await this.o.home.served();
      await sleep(next.laterMs);
      this.ended[next.what] += 1;
      if (next.what === 'process') await this.o.home.kill('SIGKILL');
      else await this.outage();
    }
  }

  /** While the server is away a report is sent: it must be told to come back, and given no receipt. */
  private async outage(): Promise<void> {
    const { home, server, probe, random } = this.o;
    await server?.own?.kill();
    const away = sleep(AWAY_MS * (1 + random()));
    const answer = await fetch(`${home.url}/v1/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: probe,
    }).catch(() => undefined);
    if (answer?.status === 503 && Number(answer.headers.get('retry-after')) > 0) this.toldToWait += 1;
    await away;
    await server?.own?.restart();
  }
}
