import { PROSE_LENGTH_MAX, REQUEST_DEADLINE_DAYS } from './limits';
import { prose } from './prose';

/** What a customer can ask of the company about its data. */
export const REQUEST_KINDS = ['ACCESS', 'CORRECTION', 'ERASURE', 'OBJECTION', 'QUESTION'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const REQUEST_STATUSES = ['OPEN', 'ANSWERED'] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export interface RequestInput {
  readonly kind: RequestKind;
  readonly text: string;
}

/** A request as a reader sees it; of an erased customer the words are null. Instants are UTC milliseconds. */
export interface RequestRecord {
  readonly id: string;
  readonly customer: string;
  readonly kind: RequestKind;
  readonly text: string | null;
  readonly answer: string | null;
  readonly receivedAt: number;
  readonly dueAt: number;
  readonly answeredAt: number | null;
}

/** A page of requests, oldest first: what has waited longest stands on top. */
export interface RequestQuery {
  readonly status?: RequestStatus;
  readonly limit: number;
  readonly after?: { readonly receivedAt: number; readonly id: string };
}

const DAY_MS = 86_400_000;

/** The instant by which a request received at another has to be answered. */
export function deadlineOf(receivedAt: number): number {
  return receivedAt + REQUEST_DEADLINE_DAYS * DAY_MS;
}

/** Whether a request waits beyond its deadline, or was answered after it. */
export function isOverdue(request: Pick<RequestRecord, 'dueAt' | 'answeredAt'>, now: number): boolean {
  return (request.answeredAt ?? now) > request.dueAt;
}

/** Checks a request whole; throws RecordsFault BAD_INPUT naming the field at fault. */
export function checkRequest(input: RequestInput): RequestInput {
  return { kind: input.kind, text: prose('text', input.text, PROSE_LENGTH_MAX) };
}

export function checkAnswer(answer: string): string {
  return prose('answer', answer, PROSE_LENGTH_MAX);
}
