// The front door of @hearth/tokens: named exports only.
export {};
