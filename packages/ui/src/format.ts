const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/**
 * A size for people: 1,024 bytes to the KB, as file managers count, with three significant figures.
 * Null (not measured yet) is a dash.
 */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '–'
  if (bytes === 1) return '1 byte'
  let unit = 0
  let value = bytes
  // 999.5 and not 1,024: "1,000 KB" would read as longer than "0.98 MB".
  while (value >= (unit === 0 ? 1024 : 999.5) && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
  return `${value.toLocaleString('en', { maximumFractionDigits: digits })} ${UNITS[unit]}`
}

/** Words and numbers are English like the rest of the page; dates follow the reader's own order of day and month. */
const DATE = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' })
const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** The day, in the reader's time zone: "3 Nov 2026". Takes ISO 8601. */
export function formatDate(iso: string): string {
  return DATE.format(new Date(iso))
}

/** Day and time to the second, in the reader's time zone. Takes ISO 8601. */
export function formatDateTime(iso: string): string {
  return DATE_TIME.format(new Date(iso))
}

const STEPS = [
  { unit: 'minute', seconds: 60, until: 3600 },
  { unit: 'hour', seconds: 3600, until: 86_400 },
  { unit: 'day', seconds: 86_400, until: 7 * 86_400 },
] as const

/**
 * "5 minutes ago", "yesterday", "in 3 days"; from a week on the day itself. Takes ISO 8601; `now` is in
 * milliseconds since 1970. A moment just ahead (clocks differ a little) counts as now.
 */
export function formatRelative(iso: string, now: number = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000
  const distance = Math.abs(seconds)
  if (distance < 45) return 'just now'
  for (const step of STEPS) {
    const count = Math.round(distance / step.seconds)
    if (count * step.seconds < step.until)
      return RELATIVE.format(Math.sign(seconds) * Math.max(1, count), step.unit)
  }
  return formatDate(iso)
}
