// The front door of @hearth/catalogue: named exports only.
export {};
