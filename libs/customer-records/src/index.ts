// The front door of @hearth/customer-records: named exports only.
export {};
