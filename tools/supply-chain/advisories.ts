/** How grave an advisory is, the gravest last. */
export const SEVERITIES = ['info', 'low', 'moderate', 'high', 'critical'] as const;

/** One of the five severities. */
export type Severity = (typeof SEVERITIES)[number];

/** An advisory that concerns an installed package. */
export interface Advisory {
  /** `GHSA-…`, or the registry's number where it has none. */
  readonly id: string;
  readonly package: string;
  readonly severity: Severity;
  readonly title: string;
  /** The version of a direct dependency that would end it, where there is one. */
  readonly fix?: { readonly name: string; readonly version: string };
}

/** An advisory that is known and borne until a day. Dates are `YYYY-MM-DD`, UTC. */
export interface Waiver {
  readonly advisory: string;
  readonly package: string;
  /** The last day on which it holds. */
  readonly until: string;
  readonly why: string;
  /** When the advisory was published: the registry's answer does not say. */
  readonly published?: string;
}

interface Via {
  readonly source?: number;
  readonly name?: string;
  readonly title?: string;
  readonly url?: string;
  readonly severity?: string;
}

/** The part of `npm audit --json` that is looked at. */
export interface AuditReport {
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      {
        readonly via: readonly (Via | string)[];
        readonly fixAvailable?: boolean | { readonly name: string; readonly version: string };
      }
    >
  >;
}

/** The advisories of a report, each once; undefined where the report is none, because the registry did not answer. */
export function advisoriesOf(report: AuditReport): readonly Advisory[] | undefined {
  if (!report.vulnerabilities) return undefined;
  const found = new Map<string, Advisory>();
  for (const [name, { via, fixAvailable }] of Object.entries(report.vulnerabilities)) {
    for (const one of via) {
      // A word stands for another package of the report, which has the advisory itself.
      if (typeof one === 'string') continue;
      const id = /GHSA(?:-[0-9a-z]{4}){3}/.exec(one.url ?? '')?.[0] ?? String(one.source ?? 'unknown');
      const of = one.name ?? name;
      const fix = typeof fixAvailable === 'object' ? fixAvailable : undefined;
      found.set(`${id} ${of}`, {
        id,
        package: of,
        // What has no severity that is known here is taken for the gravest.
        severity: SEVERITIES.find((severity) => severity === one.severity) ?? 'critical',
        title: one.title ?? '',
        ...(fix ? { fix: { name: fix.name, version: fix.version } } : {}),
      });
    }
  }
  return [...found.values()];
}

const isDay = (text: unknown): text is string =>
  typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text));

/** What is wrong with the waivers as they stand today: one that is not whole, has run out, or is given for long. */
export function faultsOfWaivers(waivers: readonly Waiver[], today: string): string[] {
  return waivers.flatMap((waiver) => {
    const { advisory, package: name, until, why } = waiver;
    const which = `waiver of ${advisory} for ${name}`;
    if (!advisory || !name || !why || !isDay(until))
      return [`${which}: advisory, package, until and why are needed`];
    if (until < today) return [`${which}: ran out on ${until}`];
    if (daysBetween(today, until) > WAIVER_DAYS_MAX) {
      return [`${which}: is given for more than ${String(WAIVER_DAYS_MAX)} days`];
    }
    return [];
  });
}

/** Longer than this nothing is borne without being looked at again. */
export const WAIVER_DAYS_MAX = 90;

/** The waiver of an advisory that holds today. */
export function waiverOf(advisory: Advisory, waivers: readonly Waiver[], today: string): Waiver | undefined {
  return waivers.find(
    (waiver) =>
      waiver.advisory === advisory.id && waiver.package === advisory.package && waiver.until >= today,
  );
}

/** Whether an advisory fails the check where nothing waives it. */
export function isGrave({ severity }: Advisory): boolean {
  return severity === 'high' || severity === 'critical';
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
