// The front door of @hearth/report: what a report is, and how one is read.
export { RECEIPT_CODES } from './domain/codes';
export type { Receipt, ReceiptCode, ReceiptStatus } from './domain/codes';
export { declaredPartOf } from './domain/declared-part';
export { faultOfShape } from './domain/json-shape';
export type { JsonShapeLimits } from './domain/json-shape';
export { parseReport, parseReportText, SCHEMA_VERSION } from './domain/parse-report';
export type { ReportOutcome } from './domain/parse-report';
export { splitReport } from './domain/report';
export type { CountedHalf, IdentifyingHalf, ParsedReport, ReportTransport } from './domain/report';
export { wireReportOf } from './domain/wire-report';
export type { WireReport } from './domain/wire-report';
