import type { WireReport } from '@hearth/report';
import { namedId } from './derived-id';

/** One line of Jenkins’ published usage reports, as far as it is mapped. Nothing of it is taken on trust. */
export interface JenkinsLine {
  readonly install?: unknown;
  readonly version?: unknown;
  readonly timestamp?: unknown;
  readonly jobs?: unknown;
  readonly nodes?: unknown;
  readonly plugins?: unknown;
}

/** What the mapping needs beside the line. */
export interface JenkinsLineContext {
  readonly id: string;
  readonly sequence: number;
  readonly licenceKey: string;
  readonly policyVersion: string;
}

type Loose = Readonly<Record<string, unknown>>;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIMESTAMP = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{2})(\d{2})$/;

/** `19/Dec/2009:00:00:23 -0800` as RFC 3339; anything else comes back as it was, for the intake to refuse. */
export function rfc3339(timestamp: string): string {
  const [, day, month = '', year, time, hours, minutes] = TIMESTAMP.exec(timestamp) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  if (number === 0) return timestamp;
  return `${year}-${String(number).padStart(2, '0')}-${day}T${time}${hours}:${minutes}`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const objects = (value: unknown): Loose[] =>
  Array.isArray(value)
    ? value.filter((item): item is Loose => typeof item === 'object' && item !== null)
    : [];
const empty = <T>(): Record<string, T> => Object.create(null) as Record<string, T>;

/** The name under which an installation of Jenkins reports. */
export const installOf = (line: JenkinsLine): string => text(line.install);

/**
 * Maps one line to a report, whatever is in it: what is refused, ignored or left out is for the product's declaration to
 * say, not for this. So counts and labels pass as they are.
 */
export function mapJenkinsLine(line: JenkinsLine, context: JenkinsLineContext): WireReport {
  const install = installOf(line);
  const observedAt = rfc3339(text(line.timestamp));
  const nodes = objects(line.nodes);
  const byOs = empty<number>();
  const byExecutors = empty<number>();
  for (const node of nodes) {
    const os = text(node['os']);
    const executors = String(node['executors'] ?? '');
    byOs[os] = (byOs[os] ?? 0) + 1;
    byExecutors[executors] = (byExecutors[executors] ?? 0) + 1;
  }
  const plugins = empty<Record<string, number>>();
  for (const plugin of objects(line.plugins)) {
    const versions = (plugins[text(plugin['name'])] ??= empty<number>());
    const version = text(plugin['version']);
    // Some installations list a plugin twice, and the published tables count the entries.
    versions[version] = (versions[version] ?? 0) + 1;
  }
  const jvm = nodes.find((node) => node['master'] === true)?.['jvm-version'];
  return {
    schema: 1,
    id: context.id,
    installationId: namedId('jenkins-installation', install),
    sequence: context.sequence,
    product: 'jenkins',
    version: text(line.version),
    edition: 'COMMUNITY',
    reason: 'daily',
    observedAt,
    countersSince: observedAt,
    breakdowns: {
      // Job counts are the sender's: a count that is none must reach the intake to be refused there.
      jobs: (line.jobs ?? {}) as Record<string, number>,
      'nodes-by-os': byOs,
      'nodes-by-executors': byExecutors,
      plugins,
    },
    ...(typeof jvm === 'string' ? { dimensions: { jvm } } : {}),
    licenceKey: context.licenceKey,
    policyVersion: context.policyVersion,
  };
}
