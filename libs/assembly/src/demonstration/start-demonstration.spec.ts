import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startHearth, type Hearth } from '../start-hearth';
import { startDemonstration } from './start-demonstration';

const run = promisify(execFile);

describe('npm start', () => {
  const home = mkdtempSync(join(tmpdir(), 'hearth-demonstration-'));
  const printed: string[] = [];
  let hearth: Hearth;
  const start = (): Promise<Hearth> =>
    startDemonstration({ home, port: 0, logLevel: 'silent', print: (text) => printed.push(text) });

  beforeAll(async () => {
    hearth = await start();
  }, 120_000);
  afterAll(async () => {
    await hearth.close();
    rmSync(home, { recursive: true, force: true });
  });

  it('prints three queries that answer when they are pasted as they stand', async () => {
    const lines = printed
      .join('\n')
      .split('\n')
      .filter((line) => line.startsWith('curl'));
    expect(lines).toHaveLength(3);
    const answers = await Promise.all(
      lines.map(async (line) => JSON.parse((await run('sh', ['-c', line])).stdout)),
    );
    expect(Number(answers[0].data.statistic.total)).toBeGreaterThan(20);
    expect(answers[0].errors).toBeUndefined();
    const [edge] = answers[1].data.customers.edges;
    expect(edge.node.companyName).toEqual(expect.any(String));
    expect(edge.node.contacts.edges[0].node.email).toMatch(/\.example$/);
    expect(edge.node.agreements[0].licenceKey).toBeNull();
    expect(answers[1].errors[0].extensions.access).toMatchObject({
      category: 'licence.key',
      clause: 'departments',
    });
    expect(answers[2].errors).toBeUndefined();
    const { installations, usage } = answers[2].data.customers.edges[0].node;
    const standings = installations.edges.map(
      ({ node }: { node: { confirmation: string } }) => node.confirmation,
    );
    expect(standings.sort()).toEqual(['CONFIRMED', 'CONFIRMED', 'UNCONFIRMED']);
    const [point] = usage[0].points;
    expect(Number(point.increase)).toBeGreaterThan(0);
    expect(point.coverage.daysObserved).toBe(point.coverage.daysDue);
  });

  it('lets anyone read the one quote that its customer approved for the public §attribution', async () => {
    const answer = await hearth.gateway.execute({
      query: '{ approvedReferences { edges { node { companyName quote attribution } } } }',
    });
    expect(JSON.parse(JSON.stringify(answer.data))).toEqual({
      approvedReferences: {
        edges: [
          {
            node: {
              companyName: 'Alder & Finch Machinery',
              quote: 'Our robots read the price lists while we sleep.',
              attribution: 'Ida Bruun, Automation lead',
            },
          },
        ],
      },
    });
  });

  it('shows a consented party what was permitted to it, and nothing else §consent', async () => {
    const ask = async (party: string): Promise<unknown> => {
      const { token } = await hearth.issuer.issue({
        audience: 'consented-party',
        purposes: ['publication'],
        client: party,
        party,
      });
      const answer = await hearth.gateway.execute({
        query: '{ customers { edges { node { companyName country contacts { edges { cursor } } } } } }',
        authorization: `Bearer ${token}`,
      });
      return JSON.parse(JSON.stringify(answer.data));
    };
    expect(await ask('another-paper')).toEqual({ customers: { edges: [] } });
    expect(await ask('spindle-and-gear')).toEqual({
      customers: {
        edges: [{ node: { companyName: 'Alder & Finch Machinery', country: 'DK', contacts: null } }],
      },
    });
  });

  it('shows the schema to a browser without the internet', async () => {
    const page = await fetch(`${hearth.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('GraphiQL');
    expect(html).not.toMatch(/(?:src|href)="https?:/);
  });

  it('says that it lives, that it can serve, and how much it did', async () => {
    for (const path of ['/healthz', '/readyz'])
      expect((await fetch(`${hearth.url}${path}`)).status).toBe(200);
    expect(await (await fetch(`${hearth.url}/metrics`)).text()).toMatch(
      /hearth_reports_total\{outcome="counted"\} \d{3,}/,
    );
  });

  it('keeps what it loaded over a restart and loads nothing twice', async () => {
    const count = async (): Promise<string> =>
      (await (await fetch(`${hearth.url}/metrics`)).text()).match(
        /hearth_reports_total\{outcome="counted"\} (\d+)/,
      )?.[1] ?? '0';
    expect(Number(await count())).toBeGreaterThan(500);
    await hearth.close();
    printed.length = 0;
    hearth = await start();
    expect(printed.join('\n')).not.toContain('Loading');
    expect(await count()).toBe('0');
  });

  const served = (over: Partial<Parameters<typeof startHearth>[0]>): Promise<Hearth> =>
    startHearth({
      host: '127.0.0.1',
      port: 0,
      rooms: { kind: 'sqlite', folder: join(home, 'data') },
      keysFolder: join(home, 'keys'),
      headsFolder: join(home, 'heads'),
      issuer: 'https://hearth.invalid',
      trustedProxies: [],
      logLevel: 'silent',
      rollUpSeconds: 60,
      crossingSeconds: 10,
      demonstration: false,
      ...over,
    });

  it('leaves keys and rows that a standing server refuses', async () => {
    await expect(served({})).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
    await hearth.close();
    await expect(served({})).rejects.toMatchObject({ code: 'DEMONSTRATION_REFUSED' });
    const elsewhere = join(home, 'other-keys');
    await expect(served({ keysFolder: elsewhere })).rejects.toMatchObject({ code: 'KEYS_MISSING' });
    expect(existsSync(elsewhere)).toBe(false);
    hearth = await start();
  });
});
