// The front door of @hearth/call-home: counting is the host's, calling home is ours. No dependencies.
export { startCallHome } from './call-home';
export type { CallHome } from './call-home';
export type { ExportOutcome } from './calling/export-reports';
export type { CallHomeStatus } from './calling/status';
export type { CallHomeReport, UnlinkedReport } from './domain/build-report';
export type { CatalogueEntry } from './domain/catalogue';
export type { HistoryEntry } from './domain/history';
export type { Mode, ModeBy } from './domain/mode';
export type {
  CallHomeOptions,
  Contact,
  Environment,
  Numbers,
  Readings,
  SpoolBounds,
  Timing,
} from './domain/options';
export type { CallHomeOutcome } from './domain/outcome';
export type { Counts } from './domain/pick-readings';
