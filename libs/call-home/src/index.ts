// The front door of @hearth/call-home: named exports only.
export {};
