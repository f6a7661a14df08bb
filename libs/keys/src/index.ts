// The front door of @hearth/keys: named exports only.
export {};
