/** ISO 8601 exactly as we write it into cursors, so that Postgres is never asked to read anything else. */
export function isTime(text: string): boolean {
  if (!/^[12]\d{3}-/.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === text
}
