import { DECLARED } from '../generated/declared-table';
import { baselineOf, sinceBaseline } from '../domain/baseline';
import { buildReport, withinLimit } from '../domain/build-report';
import type { Picked } from '../domain/pick-readings';
import { pickContact, pickReadings } from '../domain/pick-readings';
import { reportId } from '../domain/report-id';
import type { Waiting } from '../domain/spool';
import type { Memory } from '../state/memory';
import type { Client } from './client';
import { leaveOut } from './client';

/**
 * Reads the host's figures and makes a report of them. It is the only place where one is made: what is previewed, kept, sent and
 * exported all comes from here. Throws what the host's callbacks throw.
 */
export async function makeReport(client: Client, memory: Memory): Promise<Waiting> {
  const { options } = client;
  const drop = (path: string): void => leaveOut(client, path);
  const read = pickReadings(options.product, options.given, drop);
  const { picked, since } = await sinceAgreed(client, memory, read);
  const now = options.now();
  const { identity } = memory;
  const report = buildReport(
    {
      installationId: identity.installationId,
      product: options.productId,
      version: String(options.given.version),
      edition: String(options.given.edition),
      licenceKey: String(options.given.licenceKey),
      policyVersion: options.policyVersion,
      catalogueVersion: DECLARED.catalogueVersion,
      contact: pickContact(options.given.contact, drop),
      ...(identity.key ? { publicKey: identity.key.publicKey } : {}),
    },
    picked,
    {
      id: reportId(now),
      reason: client.hasReported ? 'daily' : 'start-up',
      now,
      countersSince: since,
      uptimeSeconds: Math.floor(process.uptime()),
    },
  );
  return { id: report.id, at: now, since, report: withinLimit(report, drop) };
}

/** Takes the baseline where one is due, so that it is that of the instant at which the agreement began. */
export async function ensureBaseline(client: Client, memory: Memory): Promise<void> {
  if (!needsBaseline(client, memory)) return;
  const { options } = client;
  await sinceAgreed(
    client,
    memory,
    pickReadings(options.product, options.given, () => undefined),
  );
}

/** Since when the host says that it counts. */
const hostSinceOf = ({ options, startedAt }: Client): number =>
  options.faults.includes('countersSince') ? startedAt : (options.given.countersSince ?? startedAt);

/** Whether the host's counting began before anything might be sent. */
function needsBaseline(client: Client, { kept }: Memory): boolean {
  return kept.onSince !== null && hostSinceOf(client) < kept.onSince;
}

async function sinceAgreed(
  client: Client,
  memory: Memory,
  picked: Picked,
): Promise<{ readonly picked: Picked; readonly since: number }> {
  const hostSince = hostSinceOf(client);
  if (!needsBaseline(client, memory)) return { picked, since: hostSince };
  const { product } = client.options;
  let { baseline } = memory.kept;
  if (baseline?.hostSince !== hostSince) {
    baseline = baselineOf(product, picked, hostSince, client.options.now());
    await memory.change({ baseline });
  }
  return { picked: sinceBaseline(product, picked, baseline), since: baseline.at };
}
