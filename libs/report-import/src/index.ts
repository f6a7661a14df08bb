// The front door of @hearth/report-import: reading report files, and sending them.
export { readExport } from './domain/export-file';
export type { ExportFile } from './domain/export-file';
export { fileReports } from './domain/file-reports';
export { jenkinsFiles, jenkinsReports } from './domain/jenkins-reports';
export type { JenkinsImport } from './domain/jenkins-reports';
export { sendExport } from './domain/send-export';
export type { ExportOutcome, SendExportOptions } from './domain/send-export';
export { SendError, sendReports } from './domain/send-reports';
export type { SendOptions } from './domain/send-reports';
export type { Refusal, SendTally } from './domain/tally';
