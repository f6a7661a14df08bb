import type { KeyRing } from '@hearth/keys';
import { freshKeys } from '@hearth/keys';
import { CURRENT_POLICY } from '@hearth/policy';
import type { RowEvidence } from '@hearth/decision-evidence';
import type { WireReport } from '@hearth/report';
import { parseReport } from '@hearth/report';
import type { RoomDatabase } from '@hearth/storage';
import { openDatabase } from '@hearth/storage';
import type { Subgraph } from '@hearth/subgraph';
import type { TestRooms } from '@hearth/test-databases';
import type { TokenRequest } from '@hearth/tokens';
import { createIssuer, createVerifier } from '@hearth/tokens';
import { parse } from 'graphql';
import { createIngestionSubgraph } from '../create-ingestion-subgraph';
import type { ReportLink } from '../domain/candidate';
import type { Intake } from '../intake/create-intake';
import { createIntake } from '../intake/create-intake';
import { customerOf } from './test-intake';

const ISSUER = 'https://hearth.test';

/** What the graph answered, as JSON. */
export interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly access?: { readonly code: string } };
  }[];
}

/** Who asks. */
export type TestReader = Omit<TokenRequest, 'client' | 'lifetimeSeconds'>;

const readers = <T extends Readonly<Record<string, TestReader>>>(named: T): T => named;

/** Readers of the tests. */
export const READERS = {
  ...readers({
    compliance: { audience: 'compliance', purposes: ['compliance'] },
    communication: { audience: 'communication', purposes: ['communication'] },
    productManagement: { audience: 'product-management', purposes: ['statistics'] },
    operations: { audience: 'operations', purposes: ['operation'] },
    partner: { audience: 'partner', purposes: ['compliance'], party: 'par_1' },
  }),
  customer: (number: number): TestReader => ({
    audience: 'customer',
    purposes: ['self-access'],
    customer: customerOf(number),
  }),
};

/** The usage room behind its subgraph, with an intake before it and a clock that the test sets. */
export class ClaimedUsage {
  private constructor(
    private readonly rooms: TestRooms,
    readonly keys: KeyRing,
    readonly clock: { at: number },
    readonly intake: Intake,
    readonly reading: RoomDatabase,
    readonly records: RoomDatabase,
    private readonly subgraph: Subgraph,
  ) {}

  /** @param rowEvidence what the subgraph's own door knows of rows; the store alone holds them where it is absent */
  static async open(rooms: TestRooms, at: number, rowEvidence?: RowEvidence): Promise<ClaimedUsage> {
    const keys = freshKeys();
    const clock = { at };
    const now = () => clock.at;
    const reading = await rooms.open('usage', 'usage-reader');
    const intake = createIntake({
      usage: await rooms.open('usage', 'intake'),
      inbox: await rooms.open('inbox', 'intake'),
      keys,
      now,
    });
    const subgraph = await createIngestionSubgraph({
      usage: reading,
      keys,
      verifier: createVerifier({ verifyingKey: keys.get('token-verifying'), issuer: ISSUER, now }),
      policy: CURRENT_POLICY,
      now,
      ...(rowEvidence === undefined ? {} : { rowEvidence }),
    });
    const records = await rooms.open('usage', 'customer-records');
    return new ClaimedUsage(rooms, keys, clock, intake, reading, records, subgraph);
  }

  /** Sends reports through the intake, each with its link in the chain where it has one. */
  async send(...reports: readonly (readonly [WireReport, ReportLink?])[]): Promise<void> {
    const lines = reports.map(([report, link]) => ({
      line: 1,
      bytes: 500,
      product: 'roboserver',
      outcome: parseReport(report, this.clock.at),
      link: link ?? null,
    }));
    await this.intake.submit(lines, '127.0.0.1');
  }

  async ask(
    as: TestReader,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer> {
    const issuer = createIssuer({
      signingKey: this.keys.get('token-signing'),
      issuer: ISSUER,
      now: () => this.clock.at,
      policy: CURRENT_POLICY,
    });
    const request = { ...as, client: 'test', lifetimeSeconds: 600 };
    const authorization = `Bearer ${(await issuer.issue(request)).token}`;
    const result = await this.subgraph.execute({ document: parse(query), variables, authorization });
    return JSON.parse(JSON.stringify(result)) as Answer;
  }

  /** The ids of a customer's installations, in their steady order. */
  async installationsOf(number: number): Promise<readonly string[]> {
    const answer = await this.ask(
      READERS.customer(number),
      'query($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { installations { edges { node { id } } } } } }',
      { of: [{ __typename: 'Customer', id: customerOf(number) }] },
    );
    type Found = { _entities: { installations: { edges: { node: { id: string } }[] } }[] };
    const [customer] = (answer.data as unknown as Found)._entities;
    return customer?.installations.edges.map(({ node }) => node.id) ?? [];
  }

  /** Empties tables, which no account of the room may do. */
  async forget(...tables: readonly string[]): Promise<void> {
    const { config } = this.rooms;
    const target =
      config.kind === 'sqlite'
        ? ({ kind: 'sqlite', file: `${config.folder}/usage.sqlite` } as const)
        : ({ kind: 'mysql', url: config.url('usage', 'migrator') } as const);
    const database = await openDatabase({ target, entities: [] });
    await database.write(async (m) => {
      for (const table of tables) await m.query(`DELETE FROM ${table}`);
    });
    await database.close();
  }

  rows(sql: string): Promise<Record<string, unknown>[]> {
    return this.reading.read((m) => m.query<Record<string, unknown>[]>(sql));
  }
}
