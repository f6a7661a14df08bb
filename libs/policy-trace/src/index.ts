// The front door of @hearth/policy-trace: named exports only.
export {};
