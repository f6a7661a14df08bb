// The front door of @hearth/ingestion: named exports only.
export {};
