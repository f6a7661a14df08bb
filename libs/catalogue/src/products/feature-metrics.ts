import type { MetricDeclaration } from '../domain/metric';
import { INT64_MAX } from '../domain/metric';

/** A feature or a legacy environment, from which an indicator and a counter are declared. */
export interface FeatureEntry {
  readonly id: string;
  readonly name: string;
  readonly since: string;
}

/** The environments that the vendor means to discontinue; both products may report them. */
export const LEGACY_ENVIRONMENTS: readonly FeatureEntry[] = [
  { id: 'classic-browser', name: 'the classic browser engine', since: '7.0' },
  { id: 'soap-service', name: 'the SOAP service interface', since: '7.0' },
  { id: 'file-repository', name: 'the file-based robot repository', since: '7.0' },
  { id: 'applet-client', name: 'the Java applet client', since: '7.0' },
];

/** An indicator and a counter of steps for each legacy environment. */
export function legacyMetrics(): MetricDeclaration[] {
  return LEGACY_ENVIRONMENTS.flatMap(({ id, name, since }): MetricDeclaration[] => [
    {
      id: `legacy-${id}`,
      unit: 'yes or no',
      kind: 'indicator',
      description: `1 when ${name} is in use.`,
      category: 'usage.legacy',
      since,
      max: 1n,
      legacy: true,
    },
    {
      id: `legacy-${id}-steps`,
      unit: 'steps',
      kind: 'counter',
      description: `Steps run through ${name}.`,
      category: 'usage.legacy',
      since,
      max: INT64_MAX,
      legacy: true,
    },
  ]);
}

/** An indicator and a counter of uses for each feature. */
export function featureMetrics(features: readonly FeatureEntry[]): MetricDeclaration[] {
  return features.flatMap(({ id, name, since }): MetricDeclaration[] => [
    {
      id: `feature-${id}`,
      unit: 'yes or no',
      kind: 'indicator',
      description: `1 when ${name} is set up.`,
      category: 'usage.feature',
      since,
      max: 1n,
    },
    {
      id: `feature-${id}-uses`,
      unit: 'uses',
      kind: 'counter',
      description: `Times that ${name} was used.`,
      category: 'usage.feature',
      since,
      max: INT64_MAX,
    },
  ]);
}
