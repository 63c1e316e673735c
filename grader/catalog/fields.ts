/** A field of what may be an object. */
export function fieldOf(raw: unknown, key: string): unknown {
  return typeof raw === 'object' && raw !== null ? new Map(Object.entries(raw)).get(key) : undefined;
}

/** A list in what may be an object; empty where there is none. */
export function listOf(raw: unknown, key: string): readonly unknown[] {
  const field = fieldOf(raw, key);
  return Array.isArray(field) ? field : [];
}
