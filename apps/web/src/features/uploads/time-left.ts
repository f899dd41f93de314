/** "3 min left", for people: rounded up, so that it is rather too long. Null while nobody can tell. */
export function timeLeft(bytesLeft: number, bytesPerSecond: number | null): string | null {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return null
  const seconds = Math.ceil(bytesLeft / bytesPerSecond)
  if (seconds < 60) return `${seconds} s left`
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min left`
  if (seconds < 2 * 86_400) return `${Math.ceil(seconds / 3600)} h left`
  return `${Math.ceil(seconds / 86_400)} days left`
}
