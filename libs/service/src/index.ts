// The front door of @hearth/service: named exports only.
export {};
