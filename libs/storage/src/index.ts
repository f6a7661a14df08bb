// The front door of @hearth/storage: named exports only.
export {};
