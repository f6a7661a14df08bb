// The front door of @hearth/rooms: named exports only.
export {};
