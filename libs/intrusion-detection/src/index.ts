// The front door of @hearth/intrusion-detection: named exports only.
export {};
