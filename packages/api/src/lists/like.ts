/** An ILIKE pattern that finds this text anywhere, and only this text: %, _ and \ mean themselves. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
