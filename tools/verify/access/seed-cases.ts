import type { WholeHearth } from '../whole-hearth';

/** Consents, requests and references of the proof's customer, and another customer that asks to be erased. */
export interface SeededCases {
  /** A consent that stands, with an end; another one was withdrawn. */
  readonly consent: string;
  /** A request that waits; another one was answered. */
  readonly request: string;
  readonly toApprove: string;
  readonly toWithdraw: string;
  readonly leaving: string;
  readonly erasure: string;
}

type Ask = (query: string, variables: Record<string, unknown>) => Promise<string>;

async function askAs(hearth: WholeHearth, request: Parameters<WholeHearth['token']>[0]): Promise<Ask> {
  const token = await hearth.token(request);
  return async (query, variables) => {
    const answer = await hearth.ask(query, variables, token);
    const id = Object.values((answer.data ?? {}) as Record<string, { id: string } | null>)[0]?.id;
    if (id === undefined) throw new Error(`Seeding failed: ${JSON.stringify(answer.errors)}`);
    return id;
  };
}

const GRANT = 'mutation M($i: GrantConsentInput!) { grantConsent(input: $i) { id } }';
const WITHDRAW = 'mutation M($id: ID!) { withdrawConsent(id: $id) { id } }';
const OPEN = 'mutation M($i: OpenRequestInput!) { openRequest(input: $i) { id } }';
const ANSWER = 'mutation M($id: ID!, $answer: String!) { answerRequest(id: $id, answer: $answer) { id } }';
const PROPOSE = 'mutation M($i: ProposeReferenceInput!) { proposeReference(input: $i) { id } }';
const APPROVE = 'mutation M($id: ID!) { approveReference(id: $id) { id } }';
const WITHDRAW_REFERENCE = 'mutation M($id: ID!) { withdrawReference(id: $id) { id } }';

/** Each kind of case in each of its states, so that every field of it has something to show. */
export async function seedCases(hearth: WholeHearth, mine: string, leaving: string): Promise<SeededCases> {
  const own = await askAs(hearth, { audience: 'customer', purposes: ['self-access'], customer: mine });
  const office = await askAs(hearth, { audience: 'privacy-office', purposes: ['privacy-administration'] });
  const staff = await askAs(hearth, { audience: 'communication', purposes: ['communication'] });
  const permitted = {
    party: 'gazette',
    purpose: 'PUBLICATION',
    categories: ['company.name'],
    until: new Date(Date.now() + 86_400_000).toISOString(),
    text: 'The Gazette may name us.',
  };
  await own(WITHDRAW, { id: await own(GRANT, { i: permitted }) });
  const answered = await own(OPEN, { i: { kind: 'ACCESS', text: 'What do you hold about us?' } });
  await office(ANSWER, { id: answered, answer: 'All of it is in the graph.' });
  const quote = {
    customer: mine,
    quote: 'It runs all night.',
    attribution: 'Ada, Lead',
    channels: ['PUBLIC'],
  };
  await own(APPROVE, { id: await staff(PROPOSE, { i: quote }) });
  const withdrawn = await staff(PROPOSE, { i: quote });
  await own(WITHDRAW_REFERENCE, { id: withdrawn });
  const other = await askAs(hearth, { audience: 'customer', purposes: ['self-access'], customer: leaving });
  return {
    consent: await own(GRANT, { i: permitted }),
    request: await own(OPEN, { i: { kind: 'QUESTION', text: 'Who reads it?' } }),
    toApprove: await staff(PROPOSE, { i: quote }),
    toWithdraw: await staff(PROPOSE, { i: quote }),
    leaving,
    erasure: await other(OPEN, { i: { kind: 'ERASURE', text: 'Please erase us.' } }),
  };
}
