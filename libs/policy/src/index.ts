// The front door of @hearth/policy: named exports only.
export {};
