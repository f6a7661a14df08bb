// The front door of @hearth/subgraph: named exports only.
export {};
