import type { ChainedReport } from '@hearth/catalogue';
import { refuse } from '@hearth/subgraph';
import DataLoader from 'dataloader';
import type { InstallationDays } from '../domain/coverage';
import { ActionRefused, Withheld } from '../domain/row-grant';
import type {
  CoverageQuery,
  InstallationPage,
  InstallationRecord,
  UsageFact,
  UsageQuery,
  UsageReader,
} from '../domain/usage-reader';

/** Gathers what the fields of one request ask for, so that a page costs the same number of statements whatever its length. */
export interface Loaders {
  /** Whether a customer, by pseudonym, is one that the reader may know of here. */
  readonly visible: DataLoader<string, boolean>;
  readonly installation: DataLoader<string, InstallationRecord | null>;
  /** One loader for each way of paging that the request names: all customers of a page are paged alike. */
  installations(page: InstallationPage): DataLoader<string, readonly InstallationRecord[]>;
  /** Null where the customer is not the reader's in the category of the field. */
  facts(query: UsageQuery): DataLoader<string, readonly UsageFact[] | null>;
  days(query: CoverageQuery): DataLoader<string, readonly InstallationDays[]>;
  readonly chain: DataLoader<string, readonly ChainedReport[]>;
}

/** A refusal of the storage port as the answer shows it; anything else as it came. */
export function shown(error: unknown): never {
  if (error instanceof Withheld) refuse(error.decision, error.category);
  if (error instanceof ActionRefused) refuse(error.decision, { action: error.action });
  throw error;
}

function refused(withheld: Withheld): Error {
  try {
    return shown(withheld);
  } catch (error) {
    return error as Error;
  }
}

function loaderOf<V, A>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V | Withheld>>,
  absent: A,
): DataLoader<string, V | A> {
  return new DataLoader<string, V | A>(async (keys) => {
    const found = await read(keys).catch(shown);
    return keys.map((key) => {
      const value = found.get(key);
      if (value instanceof Withheld) return refused(value);
      return value === undefined ? absent : value;
    });
  });
}

/** One loader for each way of asking. */
function familyOf<W extends object, L>(make: (way: W) => L): (way: W) => L {
  const made = new Map<string, L>();
  return (way) => {
    const name = JSON.stringify(way);
    const loader = made.get(name) ?? make(way);
    made.set(name, loader);
    return loader;
  };
}

/** Fresh loaders for one request: nothing read for one reader is ever given to another. */
export function createLoaders(usage: UsageReader): Loaders {
  return {
    visible: new DataLoader(async (subjects) => {
      const found = await usage.visible(subjects);
      return subjects.map((subject) => found.has(subject));
    }),
    installation: loaderOf<InstallationRecord, null>((ids) => usage.installationsById(ids), null),
    installations: familyOf((page: InstallationPage) =>
      loaderOf<readonly InstallationRecord[], readonly InstallationRecord[]>(
        (subjects) => usage.installationsOf(subjects, page),
        [],
      ),
    ),
    facts: familyOf((query: UsageQuery) =>
      loaderOf<readonly UsageFact[], null>((subjects) => usage.factsOf(subjects, query), null),
    ),
    days: familyOf((query: CoverageQuery) =>
      loaderOf<readonly InstallationDays[], readonly InstallationDays[]>(
        (subjects) => usage.daysOf(subjects, query),
        [],
      ),
    ),
    chain: loaderOf<readonly ChainedReport[], readonly ChainedReport[]>(
      (installations) => usage.chainsOf(installations),
      [],
    ),
  };
}
