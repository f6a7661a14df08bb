// The front door of @hearth/report-import: named exports only.
export {};
