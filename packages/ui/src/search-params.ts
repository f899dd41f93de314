/**
 * The query of a URL as plain strings. The router's own parser reads values as JSON, so that a search for
 * `123` would come back as a number and be written as `%22123%22`.
 */
export function parseSearch(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query))
}

/** The other way; what is undefined or empty stays out of the URL. */
export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  }
  const query = params.toString()
  return query === '' ? '' : `?${query}`
}

/** The value where it is one of these, else undefined: anybody can type anything into a URL. */
export function oneOf<const T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((allowed) => allowed === value)
}

/** Trimmed text of at most `limit` characters, else undefined. */
export function textOf(value: unknown, limit = 255): string | undefined {
  const text = typeof value === 'string' ? value.trim().slice(0, limit) : ''
  return text === '' ? undefined : text
}
