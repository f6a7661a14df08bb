// The front door of @hearth/access-plan: named exports only.
export {};
