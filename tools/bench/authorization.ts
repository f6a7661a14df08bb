// npm run bench:authorization
// What authorization costs: the same queries on the same whole graph in one process, with the policy in force at all doors
// against a policy under which nothing is protected (no field refused, no row looked at, nothing recorded). Both are asked in
// turn, in one run, so that whatever else the machine does falls on both. Tokens are verified either way.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createPlanCache, planAccess, readAccessTable } from '@hearth/access-plan';
import { createAggregationSubgraph } from '@hearth/aggregation';
import { createCustomerRecordsSubgraph } from '@hearth/customer-records';
import { createRowEvidence } from '@hearth/decision-evidence';
import { createGateway, readSupergraph, type Gateway } from '@hearth/gateway';
import { createIngestionSubgraph } from '@hearth/ingestion';
import { createIntrusionGuard } from '@hearth/intrusion-detection';
import type { KeyHolder } from '@hearth/keys';
import { createPartnerAccessSubgraph } from '@hearth/partner-access';
import { CURRENT_POLICY, type Policy, type Reader } from '@hearth/policy';
import { openPolicy } from '@hearth/policy/testing';
import { keysOf } from '@hearth/process';
import { createVerifier } from '@hearth/tokens';
import { parse } from 'graphql';
import { recordCustomers } from '../verify/record-customers';
import {
  PROOF_ISSUER,
  PROOF_LIMITS,
  runToExit,
  startWholeHearth,
  type WholeHearth,
} from '../verify/whole-hearth';

const CUSTOMERS = 300;
/** Requests that one side is asked before it is the other's turn. */
const TURN = 16;
const WARM_UP_TURNS = 8;
const TURNS = 40;

const open = openPolicy(CURRENT_POLICY);
const NOTHING_PROTECTED: Policy = {
  ...open,
  categories: open.categories.map((category) => ({ ...category, sensitivity: 'public' })),
};

const LIST = `query List { customers(first: 20) { edges { node { id companyName country
  contacts(first: 3) { edges { node { name email } } } agreements { orderNumber entitlements { metric limit } }
  partners { role partner { name } } } } } }`;
const ONE = 'query One($id: ID!) { customer(id: $id) { id companyName country industry } }';
const PUBLIC = '{ products { id title } statisticsCatalogue { id title } }';

interface Question {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly token: string | undefined;
  /** Whether the requests of a turn come all at once, so that what is written for them is written together. */
  readonly together?: boolean;
}

interface Cost {
  cpuMs: number;
  wallMs: number;
  requests: number;
}

async function seed(hearth: WholeHearth): Promise<{ customers: readonly string[]; partner: string }> {
  const from = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10);
  const companies = Array.from({ length: CUSTOMERS }, (_, at) => ({
    symbol: `B${at}`,
    name: `Bench ${at}`,
    industry: '333',
    country: 'DK',
    sizeBand: 'FROM_50_TO_249',
    licenceKey: `BENCH-${String(at).padStart(6, '0')}`,
  }));
  const ids = await recordCustomers(hearth, companies, from);
  const token = await hearth.token({ audience: 'vendor-systems', purposes: ['record-keeping'] });
  const must = async (query: string, i: object) => {
    const answer = await hearth.ask(query, { i }, token);
    if (answer.errors) throw new Error(`Seeding failed: ${JSON.stringify(answer.errors)}`);
    return answer.data as { it: { id: string } };
  };
  for (const [symbol, customer] of ids) {
    for (const number of [1, 2, 3]) {
      await must('mutation M($i: RecordContactInput!) { it: recordContact(input: $i) { id } }', {
        customer,
        externalKey: `C${number}`,
        name: `Person ${number} of ${symbol}`,
        email: `p${number}@${symbol.toLowerCase()}.example`,
      });
    }
  }
  const registered = await must(
    'mutation M($i: RegisterPartnerInput!) { it: registerPartner(input: $i) { id } }',
    {
      externalKey: 'P',
      name: 'Partner of all',
    },
  );
  const customers = [...ids.values()];
  for (let at = 0; at < customers.length; at += 100) {
    await must('mutation M($i: AssignCustomersInput!) { it: assignCustomers(input: $i) { assigned } }', {
      partner: registered.it.id,
      customers: customers.slice(at, at + 100),
      role: 'SUPPORTS',
      from,
    });
  }
  await hearth.hearth.settle();
  return { customers, partner: registered.it.id };
}

/** The whole graph over the same rooms, under one policy at every door. */
async function graphUnder(hearth: WholeHearth, home: string, policy: Policy): Promise<Gateway> {
  const { kit } = hearth.hearth;
  const { now } = kit;
  const keys = (holder: KeyHolder) => keysOf(join(home, 'keys'), holder);
  const verifier = createVerifier({
    verifyingKey: keys('gateway').get('token-verifying'),
    issuer: PROOF_ISSUER,
    now,
  });
  const shared = { verifier, policy, now };
  const access = await kit.room('access', 'gateway');
  const evidence = async (account: 'customer-records' | 'usage-reader') =>
    createRowEvidence({ access: await kit.room('access', account), now });
  return createGateway({
    ...shared,
    supergraphSdl: readSupergraph(),
    keys: keys('gateway'),
    intrusion: createIntrusionGuard({ limits: PROOF_LIMITS, now, onAlert: () => undefined }),
    access,
    writer: policy === CURRENT_POLICY ? 'bench-on' : 'bench-off',
    subgraphs: {
      'customer-records': await createCustomerRecordsSubgraph({
        ...shared,
        personal: await kit.room('personal', 'customer-records'),
        usage: await kit.room('usage', 'customer-records'),
        access: await kit.room('access', 'customer-records'),
        keys: keys('customer-records'),
        rowEvidence: await evidence('customer-records'),
      }),
      ingestion: await createIngestionSubgraph({
        ...shared,
        usage: await kit.room('usage', 'usage-reader'),
        keys: keys('ingestion'),
        rowEvidence: await evidence('usage-reader'),
      }),
      aggregation: await createAggregationSubgraph({
        ...shared,
        statistics: await kit.room('statistics', 'aggregation'),
      }),
      'partner-access': await createPartnerAccessSubgraph({
        ...shared,
        access: await kit.room('access', 'partner-access'),
        personal: await kit.room('personal', 'partner-access'),
        keys: keys('partner-access'),
        issuer: hearth.hearth.issuer,
      }),
    },
  });
}

async function turn(gateway: Gateway, question: Question, cost: Cost): Promise<string> {
  const { query, variables, token, together = false } = question;
  const ask = () =>
    gateway.execute({
      query,
      variables,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    });
  const cpu = process.cpuUsage();
  const began = performance.now();
  let answer: unknown = {};
  if (together) [answer] = await Promise.all(Array.from({ length: TURN }, ask));
  else for (let at = 0; at < TURN; at += 1) answer = await ask();
  const spent = process.cpuUsage(cpu);
  cost.cpuMs += (spent.user + spent.system) / 1_000;
  cost.wallMs += performance.now() - began;
  cost.requests += TURN;
  return JSON.stringify(answer);
}

async function compare(on: Gateway, off: Gateway, question: Question): Promise<number> {
  const costs = { on: { cpuMs: 0, wallMs: 0, requests: 0 }, off: { cpuMs: 0, wallMs: 0, requests: 0 } };
  for (let at = 0; at < WARM_UP_TURNS + TURNS; at += 1) {
    const isCounted = at >= WARM_UP_TURNS;
    const scratch = { cpuMs: 0, wallMs: 0, requests: 0 };
    // Whoever goes second finds caches warm: so the order changes with each turn.
    const sides = at % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const);
    const answers: Record<string, string> = {};
    for (const side of sides) {
      answers[side] = await turn(side === 'on' ? on : off, question, isCounted ? costs[side] : scratch);
    }
    if (answers['on'] !== answers['off']) throw new Error(`${question.name}: the answers differ.`);
  }
  const cpu = (cost: Cost) => cost.cpuMs / cost.requests;
  const rate = (cost: Cost) => (cost.requests * 1_000) / cost.wallMs;
  const ratio = cpu(costs.on) / cpu(costs.off);
  console.log(
    `${question.name}: CPU ${cpu(costs.on).toFixed(2)} ms on, ${cpu(costs.off).toFixed(2)} ms off, ratio ${ratio.toFixed(2)}; ` +
      `${rate(costs.on).toFixed(0)} requests/s on, ${rate(costs.off).toFixed(0)} off, ratio ${(rate(costs.on) / rate(costs.off)).toFixed(2)}`,
  );
  return ratio;
}

async function timed(times: number, work: () => unknown): Promise<number> {
  for (let at = 0; at < times / 4; at += 1) await work();
  const began = performance.now();
  for (let at = 0; at < times; at += 1) await work();
  return (performance.now() - began) / times;
}

/** Where the time goes at the gateway’s door, for a partner’s list. */
async function parts(
  hearth: WholeHearth,
  on: Gateway,
  off: Gateway,
  partner: string,
  token: string,
): Promise<void> {
  const table = readAccessTable(parse(readSupergraph()));
  const keys = { owners: { Customer: 'id' }, parties: { Partner: 'id' } };
  const reader: Reader = {
    audience: 'partner',
    purpose: 'compliance',
    purposes: ['compliance'],
    client: 'bench',
    party: partner,
  };
  const document = parse(LIST);
  const request = { document, reader, policy: CURRENT_POLICY, variables: {} };
  const cache = createPlanCache({ schema: on.schema, table, ...keys });
  const cold = await timed(200, () => planAccess({ ...request, schema: on.schema, table, ...keys }));
  const cached = await timed(20_000, () => cache.planFor(request));
  const plan = cache.planFor(request);
  if (!plan.document || !plan.rows) throw new Error('The list reads nothing protected.');
  const { rows } = plan;
  const { data } = await off.execute({ document: plan.document, authorization: `Bearer ${token}` });
  if (!data) throw new Error('The list was not answered.');
  const { customers } = rows.subjectsIn(data);
  const evidence = createRowEvidence({
    access: await hearth.hearth.kit.room('access', 'gateway'),
    now: hearth.hearth.kit.now,
  });
  const asked = await timed(200, () => evidence.grantsOn(reader, customers));
  const pruned = await timed(1_000, () => {
    rows.subjectsIn(data);
    return rows.prune(data, [], { on: () => '*' });
  });
  const released = await timed(1_000, () => rows.releasedIn(data));
  const completed = await timed(1_000, () => plan.complete({ data }));
  const us = (ms: number) => `${(ms * 1_000).toFixed(ms < 0.01 ? 1 : 0)} µs`;
  console.log(
    `at the gateway, for a partner’s list of ${customers.length}: plan cold ${us(cold)}, at hand ${us(cached)}; evidence ${us(asked)}; ` +
      `rows pruned ${us(pruned)}; release summed up ${us(released)}; answer completed ${us(completed)}`,
  );
}

async function main(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'hearth-bench-'));
  const hearth = await startWholeHearth('sqlite', home);
  const gateways: Gateway[] = [];
  try {
    const { customers, partner } = await seed(hearth);
    const on = await graphUnder(hearth, home, CURRENT_POLICY);
    const off = await graphUnder(hearth, home, NOTHING_PROTECTED);
    gateways.push(on, off);
    const asPartner = await hearth.token({ audience: 'partner', purposes: ['compliance'], party: partner });
    const asStaff = await hearth.token({ audience: 'compliance', purposes: ['compliance'] });
    const one = { query: ONE, variables: { id: customers[0] } };
    const list = { query: LIST, variables: {} };
    console.log(
      `${CUSTOMERS} customers, SQLite, one process; ${TURNS * TURN} requests a side, ${TURN} in turn`,
    );
    const ratios = [
      await compare(on, off, { ...list, name: 'a partner’s list of 20 × 3', token: asPartner }),
      await compare(on, off, { ...list, name: 'a department’s list of 20 × 3', token: asStaff }),
      await compare(on, off, { ...one, name: 'one customer, for a partner', token: asPartner }),
      await compare(on, off, { ...one, name: 'one customer, for a department', token: asStaff }),
      await compare(on, off, { name: 'a public query', query: PUBLIC, variables: {}, token: undefined }),
    ];
    const together = `${TURN} at once`;
    await compare(on, off, { ...list, name: `the list, ${together}`, token: asPartner, together: true });
    await compare(on, off, { ...one, name: `one customer, ${together}`, token: asPartner, together: true });
    await parts(hearth, on, off, partner, asPartner);
    const [partnerList = 0] = ratios;
    console.log(
      `authorization: CPU per request on ÷ off: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}; a partner’s list ${partnerList.toFixed(2)}`,
    );
  } finally {
    for (const gateway of gateways) await gateway.close();
    await hearth.close();
    rmSync(home, { recursive: true, force: true });
  }
}

runToExit(main);
