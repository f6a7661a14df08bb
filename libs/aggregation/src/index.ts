// The front door of @hearth/aggregation: named exports only.
export {};
