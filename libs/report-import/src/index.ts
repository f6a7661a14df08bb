// The front door of @hearth/report-import: reading report files, and sending them.
export { fileReports } from './domain/file-reports';
export { jenkinsFiles, jenkinsReports } from './domain/jenkins-reports';
export type { JenkinsImport } from './domain/jenkins-reports';
export { SendError, sendReports } from './domain/send-reports';
export type { SendOptions } from './domain/send-reports';
export type { Refusal, SendTally } from './domain/tally';
