// The front door of @hearth/gateway: named exports only.
export {};
