// The front door of @hearth/report: named exports only.
export {};
