// The front door of @hearth/release-record: named exports only.
export type { Release, ReleasedType } from './domain/release';
export {
  bitOfCategory,
  CATEGORY_BITMAP_BYTES,
  CATEGORY_BITS,
  categoriesIn,
  categoryBitmap,
} from './domain/category-bits';
export { commitmentMonth, commitmentOf } from './domain/commitment';
export { CHAIN_START, entriesOf, entryBytes, entryHash } from './domain/entry';
export type { ChainEnd, ReleaseEntry } from './domain/entry';
export {
  appendLeaf,
  EMPTY_FRONTIER,
  frontierRoot,
  leafHash,
  nodeHash,
  packFrontier,
  unpackFrontier,
} from './domain/merkle';
export type { MerkleFrontier } from './domain/merkle';
export {
  consistencyProof,
  inclusionProof,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from './domain/merkle-proofs';
export { headBytes, headHash, signHead, verifyHead } from './domain/head';
export type { Head, HeadLink, SignedHead } from './domain/head';
export { EXPORT_FORM, readExportLine, writeExportLine } from './domain/export-lines';
export type { ExportHeader, ExportLine, ExportStart } from './domain/export-lines';
export type { FaultCode, Finding } from './domain/finding';
export { createExportCheck, FINDINGS_MAX, verifyExport } from './domain/verify-export';
export type { ChainFigures, ExportCheck, ExportReport, ExportTrust } from './domain/verify-export';
export { RECORD_RETENTION_MONTHS } from './domain/retention';
export {
  ENTRY_COLUMNS,
  entryOfRow,
  entryRow,
  frontierOfRow,
  HEAD_COLUMNS,
  headOfRow,
  headRow,
} from './domain/stored-form';
export type { EntryRow, HeadRow } from './domain/stored-form';
