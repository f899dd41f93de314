/** How far a request's clock may be off, in milliseconds. */
export const MAX_SKEW_MS = 15 * 60 * 1000

/** `20130524T000000Z` as a date, null for anything else (also for the 31st of February). */
export function parseAmzDate(text: string): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second] = match
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(date.getTime()) || formatAmzDate(date) !== text ? null : date
}

export function formatAmzDate(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** As S3 writes times in error answers: `2013-05-24T00:00:00Z`. */
export function formatErrorDate(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}
