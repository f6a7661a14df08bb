// The front door of @hearth/test-databases: named exports only.
export {};
