import type { Plan } from './embed';
import type { Arranged } from './faults';
import type { Cycled, Held, Order, Report } from './host';
import { Asked, startProcess } from './processes';

/** A running host, in the surroundings of a fault. */
export class HostProcess {
  private constructor(
    private readonly asked: Asked<Order, Report>,
    readonly port: number,
  ) {}

  static async startIn(arranged: Arranged): Promise<HostProcess> {
    const asked = new Asked<Order, Report>(
      startProcess({
        file: 'host.ts',
        ...(arranged.env ? { env: arranged.env } : {}),
        ...(arranged.wrapper ? { wrapper: arranged.wrapper } : {}),
      }),
    );
    const { port } = await asked.next<{ port: number }>();
    return new HostProcess(asked, port);
  }

  async start(plan: Plan, clients: number): Promise<void> {
    await this.asked.ask({ do: 'start', plan, clients });
  }

  /** Stops the clients; tells how many attempts they made. */
  async stop(): Promise<number> {
    return (await this.asked.ask<{ attempts: number }>({ do: 'stop' })).attempts;
  }

  /** Has the clients make so many attempts, as fast as the fault lets them. */
  cycle(count: number, rounds: number): Promise<Cycled> {
    return this.asked.ask<Cycled>({ do: 'cycle', count, rounds });
  }

  held(): Promise<Held> {
    return this.asked.ask<Held>({ do: 'hold' });
  }

  end(): Promise<void> {
    return this.asked.end();
  }
}
