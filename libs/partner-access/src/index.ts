// The front door of @hearth/partner-access: named exports only.
export {};
